services after=files iana
