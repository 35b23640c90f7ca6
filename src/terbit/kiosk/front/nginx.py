"""nginx as a shared cache: a page is kept for the second in which it was asked for, and nothing longer."""

from __future__ import annotations

from typing import Final

from terbit.kiosk.front.front import Front

CONFIGURATION: Final = r"""# Written by `terbit front nginx`, for inclusion in the http block (on Debian: /etc/nginx/conf.d/terbit.conf).
# With it goes: TERBIT_FRONT=nginx TERBIT_TRUSTED_PROXIES=127.0.0.1 (this front's address, as the kiosk sees it).

proxy_cache_path @CACHE@ levels=1:2 keys_zone=terbit:32m max_size=1g inactive=10s use_temp_path=off;

upstream terbit_kiosk {
    server @KIOSK@;
    keepalive 64;
    keepalive_timeout 50s;
}

# Who carries a pass is answered by the kiosk, always.
map $http_cookie $terbit_pass {
    default 0;
    "~@COOKIE@" 1;
}

# Addresses are taken as they were sent. One that could be written in another way too is not kept.
map $request_uri $terbit_path {
    default "";
    "~^(?<terbit_plain>@PLAIN@)(\?|$)" $terbit_plain;
}
map $terbit_path $terbit_personal {
    default 0;
    "" 1;
    "~^/(@PASSED@)(/|$)" 1;
}

# Bodies are packed already. Who weighs codings is answered by the kiosk.
map $http_accept_encoding $terbit_coding {
    default "";
    "~*q\s*=" weighed;
    "~*\bbr\b" br;
    "~*\bgzip\b" gzip;
}
map $terbit_coding $terbit_accept_encoding {
    default $terbit_coding;
    weighed $http_accept_encoding;
}

map "$terbit_pass$terbit_personal$terbit_coding$terbit_crawler" $terbit_passed {
    default 1;
    "~^00(br|gzip)?-$" 0;
}
map $terbit_passed $terbit_cookies {
    default $http_cookie;
    0 "";
}
@CRAWLERS@
# Only what says that a front may keep it is kept, and for this second alone: nothing older is in anybody's hands.
map $upstream_http_surrogate_control $terbit_not_kept {
    default 0;
    "" 1;
}
map $msec $terbit_second {
    default "";
    "~^(?<terbit_now>\d+)" $terbit_now;
}
map "$upstream_http_surrogate_control $upstream_http_cache_control" $terbit_vary {
    default "";
    "~^max-age.*must-revalidate" "Cookie";
}

server {
    listen @LISTEN@;
    server_name @SERVER@;
    client_max_body_size 32m;
    client_header_timeout 10s;
    large_client_header_buffers 4 16k;
    server_tokens off;
    gzip off;

    location / {
        proxy_pass http://terbit_kiosk;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $http_host;
        proxy_set_header Cookie $terbit_cookies;
        proxy_set_header Accept-Encoding $terbit_accept_encoding;
        proxy_set_header Range "";
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_read_timeout 40s;

        proxy_cache terbit;
        proxy_cache_key "$terbit_path $terbit_coding $terbit_second";
        proxy_cache_valid 200 410 2s;
        proxy_cache_bypass $terbit_passed;
        proxy_no_cache $terbit_passed $terbit_not_kept;
        proxy_cache_use_stale off;
        proxy_ignore_headers Cache-Control Expires Vary X-Accel-Expires;
        proxy_hide_header Surrogate-Control;
        add_header Vary $terbit_vary always;
    }
}
"""
NO_CRAWLERS: Final = """
map $http_user_agent $terbit_crawler {
    default "-";
}
"""
CRAWLERS: Final = """
# Who claims to be a crawler that may read stories is answered by the kiosk, which asks for proof.
map $http_user_agent $terbit_crawler {
    default "-";
    "~*@NAMES@" "claimed";
}
"""


def nginx(front: Front) -> str:
    """A configuration for nginx 1.22 or newer."""
    crawlers = CRAWLERS.replace("@NAMES@", front.crawlers) if front.crawlers else NO_CRAWLERS
    return front.filled(CONFIGURATION, CRAWLERS=crawlers)
