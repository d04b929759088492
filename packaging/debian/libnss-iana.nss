services last iana
