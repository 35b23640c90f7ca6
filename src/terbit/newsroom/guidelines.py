"""The press guidelines that every house begins with: a faithful summary, in our own words, of the Indonesian Press
Council's Pedoman Pemberitaan Media Siber (Peraturan Dewan Pers 1/2012), point by point. The house may edit it.
"""

from __future__ import annotations

from typing import Final

INDONESIAN: Final = """
<p>Media ini bekerja menurut Undang-Undang Pers, Kode Etik Jurnalistik, dan Pedoman Pemberitaan Media Siber yang \
ditetapkan Dewan Pers bersama organisasi pers, pengelola media siber, dan masyarakat. Halaman ini merangkum kedelapan \
pokok pedoman itu dengan kalimat kami sendiri. Naskah resminya ada pada Dewan Pers; bila ringkasan ini dan naskah itu \
berbeda, naskah resmilah yang berlaku.</p>
<h2>1. Ruang lingkup</h2>
<p>Yang dimaksud media siber ialah setiap media yang memakai wahana internet, menjalankan kegiatan jurnalistik, dan \
memenuhi Undang-Undang Pers serta Standar Perusahaan Pers. Isi buatan pengguna ialah segala yang dibuat atau \
dipublikasikan pengguna di media siber, antara lain artikel, gambar, komentar, suara, video, dan bentuk lain seperti \
blog, forum, dan ruang tanggapan pembaca.</p>
<h2>2. Verifikasi dan keberimbangan berita</h2>
<ul>
<li>Pada dasarnya setiap berita harus diverifikasi.</li>
<li>Berita yang dapat merugikan pihak lain harus diverifikasi dalam berita yang sama, agar akurat dan berimbang.</li>
<li>Verifikasi boleh menyusul hanya bila semua syarat ini dipenuhi: berita sungguh mengandung kepentingan publik yang \
mendesak; sumber pertamanya jelas identitasnya, kredibel, dan kompeten; keberadaan subjek yang harus dikonfirmasi \
tidak diketahui atau ia tidak dapat diwawancarai; dan pembaca diberi tahu bahwa berita masih memerlukan verifikasi, \
dalam tanda kurung dan huruf miring di bagian akhir berita yang sama.</li>
<li>Setelah memuat berita seperti itu, media wajib meneruskan upaya verifikasi. Hasilnya dimuat dalam berita \
pemutakhiran dengan tautan ke berita yang belum terverifikasi.</li>
</ul>
<h2>3. Isi buatan pengguna</h2>
<ul>
<li>Media wajib memuat syarat dan ketentuan isi buatan pengguna secara terang dan jelas, sejalan dengan Undang-Undang \
Pers dan Kode Etik Jurnalistik.</li>
<li>Pengguna wajib mendaftar dan masuk log (<i>log-in</i>) sebelum dapat mempublikasikan sesuatu.</li>
<li>Saat mendaftar, pengguna menyetujui secara tertulis bahwa isi yang dimuatnya tidak mengandung kebohongan, fitnah, \
kekejaman, dan pornografi; tidak mengandung prasangka dan kebencian terkait suku, agama, ras, dan antargolongan, atau \
anjuran kekerasan; dan tidak diskriminatif atas dasar jenis kelamin dan bahasa, serta tidak merendahkan orang yang \
lemah, miskin, sakit, cacat jiwa, atau cacat jasmani.</li>
<li>Media berwenang penuh menyunting atau menghapus isi yang melanggar ketentuan itu.</li>
<li>Media wajib menyediakan cara mengadu yang mudah dijangkau. Isi yang diadukan dan terbukti melanggar disunting, \
dihapus, atau dikoreksi sesegera mungkin secara proporsional, paling lambat 2 x 24 jam setelah pengaduan diterima.</li>
<li>Media yang telah memenuhi ketentuan ini tidak dibebani tanggung jawab atas isi yang melanggar. Media bertanggung \
jawab atas isi yang diadukan bila tidak mengambil tindakan sampai batas waktu itu lewat.</li>
</ul>
<h2>4. Ralat, koreksi, dan hak jawab</h2>
<ul>
<li>Ralat, koreksi, dan hak jawab mengacu pada Undang-Undang Pers, Kode Etik Jurnalistik, dan Pedoman Hak Jawab yang \
ditetapkan Dewan Pers.</li>
<li>Ralat, koreksi, atau hak jawab wajib ditautkan pada berita yang diralat, dikoreksi, atau dijawab.</li>
<li>Setiap ralat, koreksi, dan hak jawab mencantumkan waktu pemuatannya.</li>
<li>Bila suatu berita disebarluaskan media lain, media pembuat berita bertanggung jawab atas berita di medianya atau di \
media yang berada di bawah otoritas teknisnya. Koreksi yang dilakukan media pembuat berita wajib diikuti media yang \
mengutip. Media yang menyebarluaskan berita tetapi tidak mengikuti koreksi sumbernya menanggung sendiri akibat hukum \
berita yang tidak dikoreksi itu.</li>
<li>Media yang tidak melayani hak jawab dapat dipidana denda paling banyak Rp500.000.000 menurut Undang-Undang \
Pers.</li>
</ul>
<h2>5. Pencabutan berita</h2>
<ul>
<li>Berita yang sudah dipublikasikan tidak dapat dicabut karena penyensoran dari luar redaksi, kecuali menyangkut SARA, \
kesusilaan, masa depan anak, pengalaman traumatik korban, atau pertimbangan khusus lain yang ditetapkan Dewan Pers.</li>
<li>Media lain wajib mengikuti pencabutan oleh media asal yang dikutipnya.</li>
<li>Pencabutan wajib disertai alasan dan diumumkan kepada publik.</li>
</ul>
<h2>6. Iklan</h2>
<ul>
<li>Media wajib membedakan dengan tegas produk berita dan iklan.</li>
<li>Setiap berita, artikel, atau isi lain yang merupakan iklan atau dibayar wajib diberi keterangan advertorial, iklan, \
<i>ads</i>, <i>sponsored</i>, atau kata lain yang menjelaskan bahwa isi itu adalah iklan.</li>
</ul>
<h2>7. Hak cipta</h2>
<p>Media wajib menghormati hak cipta sebagaimana diatur peraturan perundang-undangan yang berlaku.</p>
<h2>8. Pencantuman pedoman dan sengketa</h2>
<p>Media wajib memuat pedoman ini di medianya secara terang dan jelas. Penilaian akhir atas sengketa mengenai \
pelaksanaan pedoman ini dilakukan oleh Dewan Pers.</p>
""".strip()

ENGLISH: Final = """
<p>This house works under the Indonesian Press Law, the Code of Journalistic Ethics, and the guidelines for reporting in \
cyber media (Pedoman Pemberitaan Media Siber), which the Press Council set together with press organisations, \
publishers and the public. This page sums up the eight points of those guidelines in our own words. The official \
text is the Press Council's; where this summary and that text differ, that text applies.</p>
<h2>1. Scope</h2>
<p>Cyber media are all media that use the internet, do journalistic work, and meet the Press Law and the standard for \
press companies. User-generated content is whatever users make or publish in them: articles, pictures, comments, \
sound, video and other forms, such as blogs, forums and readers' responses.</p>
<h2>2. Verification and balance</h2>
<ul>
<li>In principle, every story must be verified.</li>
<li>A story that can harm somebody must be verified within the same story, so that it is accurate and balanced.</li>
<li>Verification may follow later only where all of this holds: the story truly serves an urgent public interest; its \
first source is clearly identified, credible and competent; the person who should confirm it cannot be found or \
cannot be interviewed; and readers are told, in brackets and italics at the end of the same story, that it still needs \
verification.</li>
<li>Having carried such a story, the house must go on trying to verify it, and publish the result in an update that \
links to the unverified story.</li>
</ul>
<h2>3. User-generated content</h2>
<ul>
<li>The terms for it must be published plainly, in keeping with the Press Law and the Code of Journalistic Ethics.</li>
<li>Users must register and sign in before they can publish anything.</li>
<li>On registering they agree in writing that what they publish holds no lies, slander, cruelty or pornography; no \
prejudice or hatred over ethnicity, religion, race or class, and no call to violence; that it does not discriminate by \
sex or language, nor demean the weak, the poor, the sick or the disabled.</li>
<li>The house may edit or delete whatever breaks these terms.</li>
<li>It must offer a way to complain that is easy to find. Content that was reported and found to break the terms is \
edited, deleted or corrected as soon as possible and in proportion, 2 x 24 hours after the complaint at the latest.</li>
<li>A house that keeps these rules does not answer for content that breaks the terms. It does answer for reported \
content on which it has not acted within that time.</li>
</ul>
<h2>4. Errata, corrections and the right of reply</h2>
<ul>
<li>They follow the Press Law, the Code of Journalistic Ethics and the Press Council's guidelines on the right of \
reply.</li>
<li>An erratum, a correction or a reply must be linked with the story that it concerns.</li>
<li>Each shows the time of its own publication.</li>
<li>Where other media spread a story, the house that made it answers for it in its own medium and those under its \
technical authority. A correction made by the origin must be followed by those who quoted it; a medium that does not \
follow bears the legal consequences of the uncorrected story alone.</li>
<li>A house that does not serve the right of reply can be fined up to Rp500,000,000 under the Press Law.</li>
</ul>
<h2>5. Withdrawal</h2>
<ul>
<li>A published story cannot be withdrawn because of censorship from outside the newsroom, except where ethnicity, \
religion, race or class, decency, the future of a child, or the trauma of a victim are concerned, or on another special \
ground set by the Press Council.</li>
<li>Other media must follow the withdrawal by the origin that they quoted.</li>
<li>A withdrawal must give its reason and be announced to the public.</li>
</ul>
<h2>6. Advertising</h2>
<ul>
<li>News and advertising must be told apart clearly.</li>
<li>Every story, article or other content that is an advertisement or was paid for must say so: <i>advertorial</i>, \
<i>iklan</i>, <i>ads</i>, <i>sponsored</i>, or another word that makes it plain.</li>
</ul>
<h2>7. Copyright</h2>
<p>Copyright must be respected as the laws in force require.</p>
<h2>8. Publishing these guidelines, and disputes</h2>
<p>The guidelines must be published plainly in the medium itself. Disputes about how they are kept are judged in the \
last instance by the Press Council.</p>
""".strip()
