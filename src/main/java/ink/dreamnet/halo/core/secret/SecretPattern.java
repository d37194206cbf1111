package ink.dreamnet.halo.core.secret;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// One kind of secret that its form distinguishes from everything else.
///
/// @param keyword what it begins with, or what stands in it; at least three characters
/// @param form decides about an occurrence of the keyword
record SecretPattern(String keyword, Form form) {

    /// Decides whether an occurrence is a secret.
    @FunctionalInterface
    interface Form {

        /// @param text the whole text
        /// @param at where the keyword begins
        /// @return the secret; null where this is none
        @Nullable
        Secret match(String text, int at);
    }

    /// A token that is recognized by its form and by its randomness.
    ///
    /// @param bits the least entropy of a character
    /// @param form a regular expression for what follows the prefix; its group, or else all of it, must be random
    static SecretPattern token(String name, String prefix, Severity severity, double bits, String form) {
        Pattern pattern = Pattern.compile(form);
        boolean address = prefix.indexOf('/') >= 0;
        return new SecretPattern(prefix, (text, at) -> {
            Matcher token = pattern.matcher(text).region(at + prefix.length(), text.length());
            return (address || startsWord(text, at)) && token.lookingAt()
                    && Randomness.isRandom(token.group(token.groupCount()), bits)
                            ? Secret.token(name, prefix, at, token.end(), severity)
                            : null;
        });
    }

    /// @return whether a token can begin here: not in the middle of a word
    static boolean startsWord(String text, int at) {
        if (at == 0 || !Alphabet.WORD.has(text.charAt(at - 1))) {
            return true;
        }
        // an escaped line break before it, as in "\nghp_..."
        return at > 1 && text.charAt(at - 2) == '\\' && "nrt".indexOf(text.charAt(at - 1)) >= 0;
    }
}
