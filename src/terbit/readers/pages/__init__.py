"""What a reader sees under /akun/ and /langganan/."""
