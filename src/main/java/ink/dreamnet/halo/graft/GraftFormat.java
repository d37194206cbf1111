package ink.dreamnet.halo.graft;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.registry.CommonFields;
import ink.dreamnet.halo.registry.DefinitionFormat;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.registry.Problems;
import ink.dreamnet.halo.registry.fleet.PulledDefinitions;
import org.jspecify.annotations.Nullable;

/// What the definition of a graft looks like.
final class GraftFormat {

    static final int MAX_NAME = 200;
    static final int MAX_PATH = 1000;

    /// The definitions that are registered here.
    static final DefinitionFormat<GraftSpec, Graft> REGISTERED = new DefinitionFormat<>(SubjectKind.GRAFT,
            "halo.grafts", GraftSpec.class, GraftFormat::define);
    /// The definitions that the Graft Engine lists.
    static final PulledDefinitions.Format<GraftSpec, Graft> PULLED = new PulledDefinitions.Format<>(SubjectKind.GRAFT,
            GraftSpec.class, GraftFormat::pulled, graft -> graft.status() == null ? null : graft.status().wire(), true);

    private GraftFormat() {
    }

    private static Graft define(String id, GraftSpec spec, ManagedBy managedBy, @Nullable Instant updatedAt) {
        Problems problems = new Problems();
        SubjectRef subject = CommonFields.subject(problems, SubjectKind.GRAFT, id, spec.id());
        problems.text("name", spec.name(), MAX_NAME);
        problems.text("path", spec.path(), MAX_PATH);
        problems.text("version", spec.version(), MAX_NAME);
        problems.text("desiredVersion", spec.desiredVersion(), MAX_NAME);
        GraftType type = required(problems, GraftType.class, "type", spec.type());
        GraftStatus status = required(problems, GraftStatus.class, "status", spec.status());
        String url = spec.url();
        if (url != null) {
            problems.attempt("url", () -> checkUrl(url));
        }
        String agent = spec.agent();
        if (agent != null) {
            problems.attempt("agent", () -> SubjectRef.checkId("agent", agent));
        }
        Map<String, String> labels = CommonFields.labels(problems, spec.labels());
        List<SubjectRef> dependsOn = CommonFields.dependsOn(problems, subject, spec.dependsOn());
        problems.throwIfAny();
        return new Graft(Objects.requireNonNull(subject), spec.stored(MaskedText.of(spec.error())),
                spec.name() == null ? id : spec.name(), type, status, labels, dependsOn, managedBy, updatedAt, null);
    }

    /// Reads what the Graft Engine lists: what is not valid is unknown.
    static Graft pulled(String id, GraftSpec spec, Instant changedAt, @Nullable Instant delistedAt) {
        return new Graft(new SubjectRef(SubjectKind.GRAFT, id), spec, spec.name() == null ? id : spec.name(),
                lenient(GraftType.class, spec.type()), lenient(GraftStatus.class, spec.status()), Map.of(), List.of(),
                ManagedBy.GRAFT_ENGINE, changedAt, delistedAt);
    }

    /// Checks where a graft answers. A user name or a query could be a secret, and a health check needs neither; what does is
    /// watched as an endpoint.
    ///
    /// @throws InvalidInputException where it is neither an http or https URL nor a path
    static String checkUrl(String text) {
        try {
            URI url = new URI(text);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean absolute = (scheme.equals("http") || scheme.equals("https")) && url.getHost() != null;
            boolean path = scheme.isEmpty() && url.getRawAuthority() == null && text.startsWith("/");
            if (text.length() <= MAX_PATH && (absolute || path) && url.getRawUserInfo() == null
                    && url.getRawQuery() == null && url.getRawFragment() == null) {
                return text;
            }
        } catch (URISyntaxException noUrl) {
            throw new InvalidInputException("url", "is not a URL: " + noUrl.getReason());
        }
        throw new InvalidInputException("url",
                "is neither an http or https URL nor a path that begins with /, without user name, query and fragment");
    }

    private static <E extends Enum<E> & Wire> @Nullable E required(Problems problems, Class<E> type, String field,
            @Nullable String text) {
        if (text == null) {
            problems.add(field, "is missing; it is one of " + Wire.allowed(type));
            return null;
        }
        return problems.attempt(field, () -> Wire.parse(type, field, text));
    }

    private static <E extends Enum<E> & Wire> @Nullable E lenient(Class<E> type, @Nullable String text) {
        try {
            return text == null ? null : Wire.parse(type, "", text);
        } catch (InvalidInputException other) {
            return null;
        }
    }
}
