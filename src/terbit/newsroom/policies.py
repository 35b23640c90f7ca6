"""The policy pages that every house begins with: how it corrects itself, and what it keeps about its readers.

They say what this software does; the house may edit them, and adds its own (advertising, ethics, complaints).
"""

from __future__ import annotations

from typing import Final

_CORRECTIONS_ID: Final = """
<p>Kami membetulkan kekeliruan secepatnya, baik ada yang mengadu maupun tidak. Berita yang keliru kami perbaiki di \
tempatnya, dan di bawahnya kami katakan apa yang semula salah dan apa yang benar, dengan waktu pembetulannya.</p>
<h2>Koreksi</h2>
<p>Setiap koreksi mempunyai halaman sendiri yang dapat dibaca siapa pun tanpa biaya. Berita dan koreksinya saling \
bertautan. Bila kekeliruan menyangkut pokok berita, kami juga meminta maaf. Koreksi tidak pernah dihapus.</p>
<h2>Hak jawab</h2>
<p>Siapa pun yang merasa dirugikan oleh suatu berita berhak menjawab. Jawaban dimuat tanpa biaya, bertautan dengan \
beritanya, dan pada dasarnya tidak lebih panjang dari berita itu. Kirimkan ke alamat redaksi.</p>
<h2>Pencabutan</h2>
<p>Berita yang sudah terbit tidak kami cabut karena tekanan. Berita hanya dicabut atas alasan yang ditetapkan Pedoman \
Pemberitaan Media Siber. Alamatnya lalu memuat waktu dan alasan pencabutan.</p>
"""
_CORRECTIONS_EN: Final = """
<p>We put errors right as soon as we can, whether or not anybody complained. A story that was wrong is mended where it \
stands, and below it we say what was wrong, what is right, and when we corrected it.</p>
<h2>Corrections</h2>
<p>Each correction has a page of its own that everybody may read free of charge. The story and its correction link to \
each other. Where the error concerns the main substance, we apologise too. Corrections are never removed.</p>
<h2>Right of reply</h2>
<p>Whoever feels wronged by a story may reply. The reply is printed free of charge, linked with the story, and as a \
rule no longer than it. Write to the newsroom's address.</p>
<h2>Withdrawal</h2>
<p>What we have published is not withdrawn under pressure, but only on a ground of the Indonesian Press Council's \
guidelines for online media. The story's address then says when and why.</p>
"""
_PRIVACY_ID: Final = """
<p>Halaman ini menerangkan data apa yang kami simpan tentang pembaca, dan untuk apa.</p>
<h2>Tanpa akun</h2>
<p>Anda dapat membaca halaman bebas tanpa akun. Kami menghitung berapa kali suatu halaman dibuka dalam satu jam, tanpa \
mencatat siapa yang membukanya.</p>
<h2>Dengan akun</h2>
<p>Kami menyimpan alamat surel Anda, kata sandi dalam bentuk teracak, langganan Anda, dan berita berbayar mana yang \
Anda buka dengan jatah artikel gratis, agar jatah itu dapat dihitung. Kuki menjaga agar Anda tetap masuk.</p>
<h2>Hak Anda</h2>
<p>Anda dapat melihat dan mengubah data Anda di halaman akun, dan dapat meminta kami menghapusnya. Kirimkan permintaan \
ke alamat redaksi.</p>
"""
_PRIVACY_EN: Final = """
<p>This page says what we keep about our readers, and what for.</p>
<h2>Without an account</h2>
<p>You can read free pages without an account. We count how often a page is opened in an hour, without noting who \
opened it.</p>
<h2>With an account</h2>
<p>We keep your e-mail address, your password in a scrambled form, your subscriptions, and which paid stories you \
opened with your free articles, so that these can be counted. A cookie keeps you signed in.</p>
<h2>Your rights</h2>
<p>You can see and change your data on your account page, and ask us to erase it. Write to the newsroom's address.</p>
"""

#: language, slug, title, text
POLICIES: Final = (
    ("id", "koreksi", "Kebijakan koreksi", _CORRECTIONS_ID.strip()),
    ("id", "privasi", "Kebijakan privasi", _PRIVACY_ID.strip()),
    ("en", "corrections", "Corrections policy", _CORRECTIONS_EN.strip()),
    ("en", "privacy", "Privacy policy", _PRIVACY_EN.strip()),
)
