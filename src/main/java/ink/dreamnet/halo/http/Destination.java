package ink.dreamnet.halo.http;

import java.net.URI;
import java.util.List;

/// Where something is sent to.
///
/// @param url where
/// @param secrets what requests are signed with, the newest first; several while they are rotated
public record Destination(URI url, List<String> secrets) {

    /// Shows no secret: neither one that requests are signed with, nor a user name or a query in the URL.
    @Override
    public String toString() {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return "%s://%s%s%s%s".formatted(url.getScheme(), url.getHost(), port,
                url.getRawPath() == null ? "" : url.getRawPath(), url.getRawQuery() == null ? "" : "?…");
    }
}
