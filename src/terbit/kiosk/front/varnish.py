"""Varnish as a shared cache: a page is kept until a kiosk says that it changed, and a minute at most."""

from __future__ import annotations

from typing import Final

from terbit.kiosk.front.front import Front

CONFIGURATION: Final = r"""# Written by `terbit front varnish`, for Varnish 7.1 or newer. Start it with -p http_gzip_support=off, since bodies are
# packed already (with brotli too); without that all is right, and brotli unused.
# With it goes: TERBIT_FRONT=varnish TERBIT_PURGE_URL=http://127.0.0.1:6081 (where this Varnish listens)
# TERBIT_TRUSTED_PROXIES=127.0.0.1 (its address as the kiosk sees it, and that of whatever stands before it for TLS).
vcl 4.1;

import std;

backend kiosk {
    .host = "@KIOSK_HOST@";
    .port = "@KIOSK_PORT@";
    .connect_timeout = 2s;
    .first_byte_timeout = 40s;
    .between_bytes_timeout = 40s;
}

# Kiosks, which say what changed. Nobody who comes through another front is one.
acl kiosks {
@PURGE_FROM@
}

sub vcl_recv {
    if (req.method == "PURGE" || req.method == "BAN") {
        if (client.ip !~ kiosks || req.http.X-Forwarded-For != "" + client.ip) {
            return (synth(405));
        }
        if (req.method == "PURGE") {
            return (purge);
        }
        ban("obj.status != 0");
        return (synth(200, "Forgotten"));
    }
    unset req.http.Range;
    std.collect(req.http.Cookie, "; ");

    # Who carries a pass is answered by the kiosk, always.
    if (req.http.Cookie ~ "@COOKIE@") {
        return (pass);
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # One that could be written in another way too is not kept: one word has to make an address forgotten.
    if (req.url !~ "^@PLAIN@(\?.*)?$" || req.url ~ "^/(@PASSED@)(/|\?|$)") {
        return (pass);
    }
    # Who weighs codings is answered by the kiosk.
    if (req.http.Accept-Encoding ~ "(?i)q\s*=") {
        return (pass);
    }
@CRAWLERS@    if (req.http.Accept-Encoding ~ "(?i)\bbr\b") {
        set req.http.Accept-Encoding = "br";
    } elsif (req.http.Accept-Encoding ~ "(?i)\bgzip\b") {
        set req.http.Accept-Encoding = "gzip";
    } else {
        unset req.http.Accept-Encoding;
    }
    unset req.http.Cookie;
    return (hash);
}

# A page is its path: it is the same under every Host and with every query.
sub vcl_hash {
    hash_data(regsub(req.url, "\?.*$", ""));
    return (lookup);
}

sub vcl_backend_response {
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    if (bereq.uncacheable || !beresp.http.Surrogate-Control || beresp.http.Set-Cookie) {
        set beresp.uncacheable = true;
        set beresp.ttl = 1s;
        return (deliver);
    }
    set beresp.ttl = std.duration(regsub(beresp.http.Surrogate-Control, "^max-age=(\d+)$", "\1s"), 0s);
    return (deliver);
}

sub vcl_deliver {
    if (resp.http.Surrogate-Control && resp.http.Cache-Control ~ "must-revalidate") {
        set resp.http.Vary = "Accept-Encoding, Cookie";
    }
    unset resp.http.Surrogate-Control;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
}
"""
CRAWLERS: Final = """    # Who claims to be a crawler that may read stories is answered by the kiosk, which asks for proof.
    if (req.http.User-Agent ~ "(?i)@NAMES@") {
        return (pass);
    }
"""


def varnish(front: Front) -> str:
    """A VCL for Varnish 7.1 or newer."""
    return front.filled(
        CONFIGURATION,
        PURGE_FROM="\n".join(f'    "{address}";' for address in front.purge_from),
        CRAWLERS=CRAWLERS.replace("@NAMES@", front.crawlers) if front.crawlers else "",
    )
