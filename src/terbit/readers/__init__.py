"""Who is this reader, what may they read and until when, what do they allow us to keep?"""
