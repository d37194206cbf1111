package ink.dreamnet.halo.endpoint;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.registry.ManagedBy;
import org.jspecify.annotations.Nullable;

/// Reads the short form of declared endpoints: URLs, and paths below the base of DreamNet's API, with commas between.
final class ListedEndpoints {

    private static final String PROPERTY = "HALO_ENDPOINTS";

    private ListedEndpoints() {
    }

    /// Adds the listed endpoints to those declared so far.
    ///
    /// @param text the list; may be empty
    /// @param base what paths are below; null where it is not configured
    /// @param byId the endpoints so far; an id is derived so that it collides with none
    /// @param problems takes what is wrong
    static void parse(String text, @Nullable String base, Map<String, Endpoint> byId, List<FieldProblem> problems) {
        Set<String> seen = new HashSet<>();
        for (String part : text.split(",", -1)) {
            String entry = part.strip();
            if (entry.isEmpty()) {
                continue;
            }
            try {
                if (!seen.add(entry)) {
                    throw new InvalidInputException("url", "is listed twice");
                }
                String url = url(entry, base);
                String id = unique(slug(entry, EndpointUrl.parse(url)), byId);
                byId.put(id, EndpointParser.parse(id, EndpointSpec.ofUrl(url), ManagedBy.CONFIG, null,
                        AllowedFiles.ANY));
            } catch (InvalidInputException wrong) {
                problems.add(new FieldProblem(PROPERTY, "the entry '%s': %s".formatted(MaskedText.in(entry),
                        wrong.problems().getFirst().message())));
            }
        }
    }

    private static String url(String entry, @Nullable String base) {
        if (!entry.startsWith("/")) {
            return entry;
        }
        if (base == null || base.isBlank()) {
            throw new InvalidInputException("url", "is a path, but DREAMNET_API_BASE is not set");
        }
        return base.strip().replaceFirst("/+$", "") + entry;
    }

    /// A readable id: the path of a path, host and path of a URL. The query is left out, because it may be secret.
    private static String slug(String entry, URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
        String name = slug(entry.startsWith("/") ? path(entry) : authority + path);
        return name.isEmpty() ? slug(authority) : name;
    }

    private static String path(String entry) {
        return entry.replaceFirst("[?#].*$", "");
    }

    private static String slug(String text) {
        String slug = text.replaceAll("[^A-Za-z0-9._]+", "-").replaceAll("^-|-$", "");
        return slug.length() > SubjectRef.MAX_ID_LENGTH - 10 ? slug.substring(0, SubjectRef.MAX_ID_LENGTH - 10) : slug;
    }

    private static String unique(String slug, Map<String, Endpoint> byId) {
        String id = slug;
        for (int n = 2; byId.containsKey(id) || id.equals(Endpoint.OBSERVER_ID); n++) {
            id = slug + "-" + n;
        }
        return id;
    }
}
