package ink.dreamnet.halo.repo.git;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.InvalidInputException;

/// Reads the URL of a remote repository.
public final class GitUrl {

    private static final int MAX_LENGTH = 2048;
    private static final Set<String> SCHEMES = Set.of("https", "http", "git", "file");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    private static final Pattern USER_INFO = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]{0,30}://)[^/?#@\\s]*@");

    private GitUrl() {
    }

    /// @throws InvalidInputException where HALO does not fetch from such a URL; the message shows no user-info
    public static URI parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new InvalidInputException("url", "has %d characters, at most %d are allowed".formatted(
                    text.length(), MAX_LENGTH));
        }
        String shown = mask(text);
        URI url = uri(text, shown);
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.equals("ssh") || scheme.isEmpty() && text.contains(":")) {
            throw new InvalidInputException("url", "'%s': HALO does not fetch over SSH; use https:// with credentials"
                    .formatted(shown));
        }
        if (!SCHEMES.contains(scheme)) {
            throw new InvalidInputException("url",
                    "'%s' is not an https://, git:// or file:// URL (http:// only on this machine)".formatted(shown));
        }
        if (url.getRawUserInfo() != null) {
            throw new InvalidInputException("url",
                    "'%s' has a user or password in it; name them in credentials".formatted(shown));
        }
        if (scheme.equals("file") ? url.getPath() == null || url.getPath().isEmpty() : url.getHost() == null) {
            throw new InvalidInputException("url", "'%s' has no %s".formatted(shown,
                    scheme.equals("file") ? "path" : "host"));
        }
        if (scheme.equals("http") && !LOOPBACK.matcher(url.getHost()).matches()) {
            throw new InvalidInputException("url",
                    "'%s' is not encrypted; http:// is for this machine only, use https://".formatted(shown));
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new InvalidInputException("url", "'%s' has a query or fragment".formatted(mask(text.replaceFirst(
                    "[?#].*", ""))));
        }
        return url;
    }

    /// @return whether it names a repository on this machine
    public static boolean isFile(URI url) {
        return "file".equalsIgnoreCase(url.getScheme());
    }

    /// @return a text with the user-info of every URL in it taken out
    public static String mask(String text) {
        return USER_INFO.matcher(text).replaceAll("$1");
    }

    private static URI uri(String text, String shown) {
        try {
            return new URI(text);
        } catch (URISyntaxException wrong) {
            throw new InvalidInputException("url", text.matches("[^/]+@[^/]+:.*")
                    ? "'%s': HALO does not fetch over SSH; use https:// with credentials".formatted(
                            text.replaceFirst("^[^@]*@", ""))
                    : "'%s' is not a URL".formatted(shown));
        }
    }
}
