package ink.dreamnet.halo.endpoint;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import ink.dreamnet.halo.http.SecretReferences;
import org.jspecify.annotations.Nullable;

/// Knows which parts of an endpoint's definition are secret, and hides them from answers, logs and issues.
final class Secrets {

    /// What stands in the place of a secret.
    static final String MASK = "********";

    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i).*(auth|cookie|token|secret|passw|pwd|api[-_]?key|apikey|access[-_]?key|credential|session|signature)"
                    + ".*");
    private static final Pattern SECRET_PARAMETER = Pattern.compile("(?i)(key|sig|code|jwt)");
    private static final Pattern USER_INFO = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#@]*@");

    private Secrets() {
    }

    /// @return whether the values of that header are secret
    static boolean isSecretHeader(String name) {
        return SECRET_NAME.matcher(name).matches();
    }

    /// @return the headers with secret values masked, sorted by name; a reference to a secret is none
    static Map<String, String> mask(Map<String, String> headers) {
        Map<String, String> masked = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> masked.put(name,
                isSecretHeader(name) && !SecretReferences.isReference(value) ? MASK : value));
        return masked;
    }

    /// @return the URL without user-info and with the values of secret query parameters masked
    static String maskUrl(String url) {
        String bare = USER_INFO.matcher(url).replaceFirst("$1");
        int query = bare.indexOf('?');
        if (query < 0) {
            return bare;
        }
        int fragment = bare.indexOf('#', query);
        String rest = fragment < 0 ? "" : bare.substring(fragment);
        StringBuilder masked = new StringBuilder(bare.substring(0, query));
        char separator = '?';
        for (String parameter : bare.substring(query + 1, bare.length() - rest.length()).split("&", -1)) {
            int equals = parameter.indexOf('=');
            boolean secret = equals > 0 && isSecretParameter(parameter.substring(0, equals));
            masked.append(separator).append(secret ? parameter.substring(0, equals + 1) + MASK : parameter);
            separator = '&';
        }
        return masked.append(rest).toString();
    }

    /// @return whether a value is, or a URL has, the mask that an earlier answer showed instead of a secret
    static boolean hasMask(@Nullable String value) {
        return value != null && value.contains(MASK);
    }

    private static boolean isSecretParameter(String name) {
        return SECRET_NAME.matcher(name).matches() || SECRET_PARAMETER.matcher(name).matches();
    }
}
