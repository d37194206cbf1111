# Sees to it that this build has a JDK 25; sourced by mvnw. Where JAVA_HOME is set or a javac is on the PATH, Maven runs on
# that one, whatever its version, and its toolchain plugin finds the 25 for compiler and tests by itself. Where there is
# neither, Maven runs on a JDK 25 from the usual places. Where there is no 25 at all, this says what to install.

halo_is_25() {
  [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25[".]' "$1/release" 2>/dev/null
}

halo_find_25() {
  for halo_jdk in /usr/lib/jvm/* /opt/* "${HOME:-/nowhere}"/.sdkman/candidates/java/* "${HOME:-/nowhere}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/nowhere}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if halo_is_25 "$halo_jdk"; then
      printf '%s\n' "$halo_jdk"
      return 0
    fi
  done
  return 1
}

halo_ask_for_25() {
  cat >&2 <<'TEXT'
HALO is built with a JDK 25, and none was found: not in JAVA_HOME, and not in the usual places (/usr/lib/jvm, /opt,
~/.sdkman/candidates/java, ~/.jdks, /Library/Java/JavaVirtualMachines). Install one, for example from
https://adoptium.net, or set JAVA_HOME to it, or name it in ~/.m2/toolchains.xml.
TEXT
}

set +f
if [ -n "${JAVA_HOME-}" ] && halo_is_25 "$JAVA_HOME"; then
  :
elif halo_jdk25=$(halo_find_25); then
  if [ -z "${JAVA_HOME-}" ] && ! command -v javac >/dev/null 2>&1; then
    JAVA_HOME=$halo_jdk25
    export JAVA_HOME
  fi
elif [ -n "${JAVA_HOME-}" ] || command -v javac >/dev/null 2>&1; then
  # a javac on the PATH may be a 25 from elsewhere, and toolchains.xml may name one
  javac_version=$("${JAVA_HOME:+$JAVA_HOME/bin/}javac" -version 2>&1 || true)
  case "$javac_version" in
  "javac 25" | "javac 25."*) ;;
  *) [ -r "${HOME:-/nowhere}/.m2/toolchains.xml" ] || halo_ask_for_25 ;;
  esac
else
  halo_ask_for_25
  exit 1
fi
set -f
