# SPDX-License-Identifier: MIT
# An expression for Nix. Not tested there. `system.nssModules' of NixOS loads the module:
#   system.nssModules = [ (pkgs.callPackage ./nss-iana.nix { }) ]; system.nssDatabases.services = [ "iana" ];
{ lib, stdenv, fetchurl, pkg-config, expat, jansson, zlib, cmocka }:

stdenv.mkDerivation rec {
  pname = "nss-iana";
  version = "1.0.0";

  src = fetchurl {
    url = "https://nss-iana.example/releases/${pname}-${version}.tar.gz";
    hash = lib.fakeHash; # of the release
  };

  nativeBuildInputs = [ pkg-config ];
  buildInputs = [ expat jansson zlib ];
  checkInputs = [ cmocka ];

  # The vendor index is in the store; what the machine builds is in /var/lib.
  makeFlags = [ "prefix=${placeholder "out"}" "libdir=${placeholder "out"}/lib" ];
  doCheck = true;
  checkFlags = [ "TESTS=$(UNIT_NAMES)" ];

  meta = {
    description = "NSS module and command for all services of the IANA registry";
    homepage = "https://nss-iana.example/";
    license = with lib.licenses; [ mit cc0 bsd2 ];
    platforms = lib.platforms.linux;
  };
}
