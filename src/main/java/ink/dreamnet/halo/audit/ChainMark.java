package ink.dreamnet.halo.audit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.InvalidInputException;

/// A point of the chain of the audit trail. Whoever keeps one elsewhere can tell later whether all that was before it is still as it was.
///
/// @param link the place in the chain, from 1; 0 is before the first
/// @param hash the hash there, 64 hex digits
public record ChainMark(long link, String hash) {

    /// Before the first link.
    static final ChainMark NONE = new ChainMark(0, "0".repeat(64));

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

    /// @throws InvalidInputException where a text is none
    static ChainMark parse(String field, String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidInputException(field,
                    "is not a link and its hash, as 1234: and 64 hex digits, which a verification answered as head");
        }
        return new ChainMark(Long.parseLong(matcher.group(1)), matcher.group(2));
    }

    @Override
    public String toString() {
        return link + ":" + hash;
    }
}
