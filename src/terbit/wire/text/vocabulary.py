"""The words that pages use for themselves, by what they are about, in Indonesian and English.

These are words, not phrases: how a site puts its dialogs, labels and notices is its own; what they speak of is not. No word
decides by itself (furniture.py, marks.py): "akun" stands in news too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ACCOUNT: Final = _words(
    "email e-mail surel pos-el mailbox inbox spam sandi password passphrase kata-sandi akun account accounts login daftar"
    " mendaftar mendaftarkan terdaftar daftarkan register registered registrasi anggota member members membership pelanggan"
    " berlangganan langganan subscribe subscriber subscribers subscription newsletter newsletters buletin tautan pranala link konfirmasi"
    " mengonfirmasi confirmation verifikasi aktivasi activation mengaktifkan milis complimentary notifikasi e-voucher whatsapp"
    " log signed signing registering otp channel telegram grup whatsapp sesi session"
)
READER: Final = _words("anda kamu kalian you your yours you're")
HOUSE: Final = _words("kami we our us we've me my")
ACT: Final = _words(
    "klik gulir gulirkan scroll geser unduh download install instal ikuti follow bagikan share tap ketuk tekan tulis masukkan masukan"
    " periksa cek check simak saksikan pilih kunjungi visit click enter type join gabung dapatkan get tinggalkan sign log kirim kirimkan"
    " berlangganan subscribe donate dukung support nyalakan listen watch read baca lihat tonton register daftar daftarkan write tap"
    " buy order choose give save simpan create buat mari ayo let swipe dengarkan jadilah berikan beri accept keep telusuri back berkomentar silakan please setuju"
)
COMMERCE: Final = _words(
    "iklan sponsor sponsored pengiklan advertiser advertisers advertisement advertisements mitra partner partners ketiga third-party"
    " promosi promoted promotion donasi donate donation advertorial charities ad ads advert adverts affiliate pariwara dipersembahkan presented"
)
PAGE: Final = _words(
    "konten content materi isi artikel article articles halaman page situs site website laman tulisan naskah berita story widget bagian material"
)
PRESS: Final = _words(
    "redaksi redaksional wartawan jurnalistik jurnalis reporter reporters newsroom editorial editor journalists pihak tanggung bertanggung"
)
LEGAL: Final = _words(
    "cipta copyright © dilindungi reserved dilarang mengutip menyalin seizin izin privacy privasi kuki cookies cookie syarat ketentuan"
    " terms policy kebijakan notice recaptcha reprinting republished redistributed rewritten leave consent penerbit crawling"
    " ltd limited pt foundation yayasan registered diterbitkan wholly published"
)
SUPPORT: Final = _words(
    "donasi donate dukung support gratis free complimentary membership backing back reporting jurnalisme journalism coffee chip contribute contribution gift traktir kopi"
    " premium berbayar eksklusif exclusive"
)

TECHNICAL: Final = _words("javascript browser browsers peramban html5 flash plugin adblock adblocker captcha recaptcha")

INTERFACE: Final = (
    _words(
        "home beranda depan muka laman utama halaman menu cari search indeks index kanal rubrik masuk keluar daftar login logout register"
        " profil profile akun account notifikasi langganan berlangganan subscribe subscription subscriptions member membership gabung join sign in"
        " up on off skip lewati konten content navigation navigasi toko shop arsip archive archives edisi epaper e-paper e-edition"
        " tentang about kami us kontak contact hubungi karier karir careers jobs redaksi pedoman media siber iklan info disclaimer"
        " privacy privasi policy kebijakan terms of use service ketentuan layanan syarat help bantuan faq sitemap peta situs rss feed"
        " url facebook twitter x whatsapp telegram line instagram youtube tiktok linkedin pinterest google+ google news email e-mail surel pos-el"
        " copy salin kopi tautan link pranala permalink disalin print cetak simpan save bagikan share sebarkan sebar kirim send tweet pin it"
        " komentar comment comments komentari reply balas suka like likes tags tag topik topics kata kunci keywords keyword"
        " populer terpopuler popular trending terbaru terkini latest newest live langsung video videos foto photo photos galeri gallery infografis"
        " podcast tv radio berita kabar nasional internasional dunia world regional daerah metro bisnis business ekonomi economy money"
        " politik politics hukum kriminal olahraga sport sports bola tekno tech otomotif hiburan lifestyle gaya hidup seleb hype travel"
        " opini opinion kolom culture budaya weather obituaries cuaca iklan ads advertisement advertising sponsored sponsor promoted"
        " paid reklame pesan message ruang scroll loading load more muat lagi lihat semua all see view hide sembunyikan tutup close"
        " password sandi lupa forgot forgotten? username website name nama required search lokasi close ok ya tidak yes no nanti saja mau"
        " setuju accept reject donasi donate unduh download app aplikasi play store powered by oleh disajikan logo image gambar"
        " next previous selanjutnya berikutnya sebelumnya lainnya lain other others rekomendasi recommended recommendations terkait related"
        " sekarang now hari ini today jam menit lalu ago hours hour minutes min read baca membaca dibaca kali reads views"
        " aksesibilitas accessibility cookie cookies settings preferences toggle open buka drop navigation"
        " pengaturan categories kategori meta entries recent posts post leave newsletter newsletters"
        " indonesia english bahasa language top page zoom-in fotografi cookies kuki"
    )
    | LEGAL
)
"""What stands on buttons, in menus and above boxes."""

CHROME: Final = _words(
    "lengkapnya lanjut lanjutan lanjutannya continue continues continued scrolling list items item end ends tip tips free stories remaining limit reached"
    " kiriman presented around web jejaring ketinggalan sorotan ragam missed top hot hangat tanggapan belum ada jadilah pertama first discussion"
    " conversation tahu teman friend alamat huruf ukuran perbesar perkecil dengarkan estimated reading time mode gelap terang tema ganti pilih atas"
    " koreksi kesalahan report typo kode etik otp selamat datang welcome halo hello create buat account session slide swipe lain keep pick"
    " something add accept allow tweet embed caption source images getty khusus gratis telah terkirim dikirim sudah pilihan berikut sini here saved"
    " saved stories pengantar intro introduction panel close sharing feedback kecil besar sedang materi link copied switch verifikasi dewan pers missed"
    " tercopy tersalin teks text akses access unlimited tanpa batas thank thanks terima kasih waktu baca warta next part disponsori supported notice promo ikut kabari resume resumes after break"
)
"""More of what stands on a page's controls; a line of nothing but such words is one."""

LISTED: Final = _words(
    "terkait terpopuler populer selanjutnya berikutnya sebelumnya lain lainnya pilihan rekomendasi terbaru terkini related more most viewed"
    " next previous recommended recommendation recommendations recent trending popular picks elsewhere terbanyak dibaca sejenis sehaluan serupa"
    " untukmu foryou suka like terlewat latest sponsored also discover topik topics terlaris senada seputar pula"
)
"""What a box says of the stories that it lists…"""
LISTABLE: Final = _words(
    "berita artikel kabar cerita tulisan bacaan video tontonan konten laporan story stories news articles article posts post reads topic topik topics"
    " videos from on in the this of for you us to may might be up editors' editors editor's editor anda redaksi untuk baca tonton paling yang mungkin di dari"
    " kami read issue dan kanal juga bisa this these our what's now hari ini today"
)
"""… and the other words that may stand beside those."""

FUNCTION_WORDS: Final = {
    "id": _words(
        "yang dan di ke dari untuk dengan pada ini itu tidak akan dalam adalah oleh sebagai juga karena mereka saya kami ia dia telah sudah"
        " bisa dapat atau hanya lebih saat para ada menjadi tersebut sebuah setelah bahwa seperti masih kata agar namun"
    ),
    "en": _words(
        "the and of to in a is that for it was on with as he she be at by had are but from or have an they which one you were her all their"
        " there been has when who will more if no out so said what its about than into them can only"
    ),
    "ms": _words("ialah kerana boleh beliau iaitu pihak mengenai berkata kepada wang"),
    "de": _words(
        "der die und das nicht ist ein eine den von zu mit sich auf für im dem des wir es auch werden als wurde haben oder bei nach"
    ),
    "nl": _words("het een van niet dat voor zijn met aan ook maar werd naar bij nog wordt deze hij"),
    "fr": _words("le les des est dans une pour que qui pas sur avec plus par sont mais cette au aux ses nous vous"),
    "es": _words("el los las del una que por con para como más pero sus fue entre está han sobre también"),
    "pt": _words("o os uma não com para como mais dos foi são pelo também ao seu sua"),
    "it": _words("il che di non una per sono con della gli nel alla anche più dei questo"),
}
"""The commonest words of a language: any sentence holds some of them, hardly any headline or label does."""
ALL_FUNCTION_WORDS: Final = frozenset().union(*FUNCTION_WORDS.values())

_WORD: Final = re.compile(r"[^\W_][\w'’+\-]*|©", re.UNICODE)


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """Lower-case words, the typographer's apostrophe made plain."""
    return tuple(word.replace("’", "'").strip("'-") for word in _WORD.findall(text.lower()))


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """Letters and digits only, lower case: two spellings of a name that mean the same are equal."""
    return "".join(letter for letter in text.lower() if letter.isalnum())
