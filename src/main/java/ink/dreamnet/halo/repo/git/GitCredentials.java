package ink.dreamnet.halo.repo.git;

import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/// What HALO identifies itself with to a git server.
///
/// @param user the user
/// @param secret the password or token
public record GitCredentials(String user, String secret) {

    /// The user that forges accept beside a token.
    private static final String TOKEN_USER = "git";

    /// Reads `user:password`, or a token alone.
    ///
    /// @param text the content of the variable or file
    /// @param user the user; null where the text may have it
    public static GitCredentials parse(String text, @Nullable String user) {
        String stripped = text.strip();
        if (user != null) {
            return new GitCredentials(user, stripped);
        }
        int colon = stripped.indexOf(':');
        return colon < 0
                ? new GitCredentials(TOKEN_USER, stripped)
                : new GitCredentials(stripped.substring(0, colon), stripped.substring(colon + 1));
    }

    /// Answers the server of a URL, and no other.
    CredentialsProvider provider(URIish url) {
        return new ForOneServer(url, this);
    }

    /// Keeps the secret out of whatever prints this.
    @Override
    public String toString() {
        return "GitCredentials[user=" + user + "]";
    }

    private static final class ForOneServer extends CredentialsProvider {

        private final URIish server;
        private final GitCredentials credentials;

        ForOneServer(URIish server, GitCredentials credentials) {
            this.server = server;
            this.credentials = credentials;
        }

        @Override
        public boolean isInteractive() {
            return false;
        }

        @Override
        public boolean supports(CredentialItem... items) {
            return java.util.Arrays.stream(items).allMatch(item -> item instanceof CredentialItem.Username
                    || item instanceof CredentialItem.Password);
        }

        @Override
        public boolean get(URIish uri, CredentialItem... items) {
            if (!server.getScheme().equals(uri.getScheme()) || !server.getHost().equals(uri.getHost())
                    || server.getPort() != uri.getPort()) {
                return false;
            }
            for (CredentialItem item : items) {
                switch (item) {
                    case CredentialItem.Username name -> name.setValue(credentials.user());
                    case CredentialItem.Password password -> password.setValue(credentials.secret().toCharArray());
                    default -> {
                        return false;
                    }
                }
            }
            return true;
        }
    }
}
