package ink.dreamnet.halo.task.channel;

import java.net.URI;
import java.util.List;

/// Where a channel sends to.
///
/// @param url where
/// @param secrets what requests are signed with, the newest first; several while they are rotated
public record Target(URI url, List<String> secrets) {

    /// Shows no secret.
    @Override
    public String toString() {
        return url.toString();
    }
}
