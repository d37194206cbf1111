package ink.dreamnet.halo.wormhole;

import ink.dreamnet.halo.core.Wildcards;

/// A text in which `*` stands for any text.
///
/// @param text the pattern
record TextPattern(String text) {

    /// @return whether a whole text matches
    boolean matches(String whole) {
        return Wildcards.match(text, whole);
    }

    @Override
    public String toString() {
        return text;
    }
}
