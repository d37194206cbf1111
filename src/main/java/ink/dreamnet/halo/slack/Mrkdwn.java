package ink.dreamnet.halo.slack;

import java.time.Instant;

import ink.dreamnet.halo.core.masking.MaskedText;

/// Writes Slack's mark-up (https://docs.slack.dev/messaging/formatting-message-text). What others wrote is text in it: it mentions
/// nobody and links nowhere, and what is secret in it is masked.
final class Mrkdwn {

    private Mrkdwn() {
    }

    /// @param most how many characters it may have once it is escaped
    /// @return a text of others, ending with `…` where it is too long
    static String text(String others, int most) {
        return escaped(MaskedText.in(others), most);
    }

    private static String escaped(String others, int most) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < others.length(); i++) {
            char c = others.charAt(i);
            String next = switch (c) {
                case '&' -> "&amp;";
                case '<' -> "&lt;";
                case '>' -> "&gt;";
                default -> String.valueOf(c);
            };
            if (escaped.length() + next.length() > most - (i == others.length() - 1 ? 0 : 1)) {
                if (!escaped.isEmpty() && Character.isHighSurrogate(escaped.charAt(escaped.length() - 1))) {
                    escaped.setLength(escaped.length() - 1);
                }
                return escaped.append('…').toString();
            }
            escaped.append(next);
        }
        return escaped.toString();
    }

    /// @return a text of others that cannot leave the code that it stands in
    static String code(String others, int most) {
        return text(others.replace('`', '\''), most);
    }

    /// @return a time, which Slack shows in the time zone of whoever reads it
    static String time(Instant at) {
        return "<!date^%d^{date_short_pretty} {time}|%s>".formatted(at.getEpochSecond(), at);
    }
}
