package ink.dreamnet.halo.wormhole;

import ink.dreamnet.halo.core.Glob;

/// A text in which `*` stands for any text.
///
/// @param text the pattern
record TextPattern(String text) {

    /// @return whether a whole text matches
    boolean matches(String whole) {
        return Glob.wildcard(text).matches(whole);
    }

    @Override
    public String toString() {
        return text;
    }
}
