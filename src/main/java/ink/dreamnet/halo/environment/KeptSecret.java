package ink.dreamnet.halo.environment;

/// What is kept of a secret: the whole value, or of a URL or another connection string the password in it.
///
/// @param fingerprint for comparison
/// @param length how many characters it has
record KeptSecret(Fingerprint fingerprint, int length) {
}
