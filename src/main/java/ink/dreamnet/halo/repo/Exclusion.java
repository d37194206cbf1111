package ink.dreamnet.halo.repo;

import java.util.regex.Pattern;

import ink.dreamnet.halo.repo.check.Finding;
import org.jspecify.annotations.Nullable;

/// Findings that an operator does not want to hear of.
///
/// @param code their code; null means every code
/// @param path matches their paths; null means every path
record Exclusion(@Nullable String code, @Nullable Pattern path) {

    boolean covers(Finding finding) {
        return (code == null || code.equals(finding.code()))
                && (path == null || path.matcher(finding.path()).matches());
    }

    /// Translates a glob: `*` and `?` within a part of the path, `**` across parts; a glob that ends with a slash means all below.
    static Pattern glob(String glob) {
        String whole = glob.endsWith("/") ? glob + "**" : glob;
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < whole.length(); i++) {
            char c = whole.charAt(i);
            if (whole.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (whole.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
