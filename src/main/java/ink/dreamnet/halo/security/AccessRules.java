package ink.dreamnet.halo.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.core.Role;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/// The table of who may call what (`halo/access.txt`). It decides about every request.
final class AccessRules implements AuthorizationManager<RequestAuthorizationContext> {

    private static final String TABLE = "/halo/access.txt";
    private static final String GET = "GET";
    /// The base path of the actuator in the table.
    static final String ACTUATOR = "/actuator";
    private static final String OPEN = "open";
    private static final String SIGNED = "signed";
    /// The tokens of others are for nobody who has none.
    private static final String TOKENS = "/api/halo/tokens";
    /// The segment of a path by which its rows are found: the one after `/api/halo`.
    private static final int DISTINCT_SEGMENT = 3;
    private static final Rule NO_ROW = new Rule("", "", Set.of(Role.ADMIN), false, false);

    private final List<Rule> rules;
    private final Map<String, List<Matched>> bySegment = new HashMap<>();
    private final boolean openReads;

    /// One row.
    ///
    /// @param method the HTTP method
    /// @param path the path, with `{name}` for a segment and `**` for any end
    /// @param roles who may
    /// @param open whether everyone may
    /// @param signed whether a signature decides, and nothing else
    record Rule(String method, String path, Set<Role> roles, boolean open, boolean signed) {

        private Rule under(String actuator) {
            return path.startsWith(ACTUATOR)
                    ? new Rule(method, actuator + path.substring(ACTUATOR.length()), roles, open, signed)
                    : this;
        }

        private static Rule of(String line) {
            String[] words = line.split(" +");
            Set<Role> roles = Stream.of(words).skip(2).filter(word -> !word.equals(OPEN) && !word.equals(SIGNED))
                    .map(word -> Wire.parse(Role.class, TABLE, word)).collect(Collectors.toSet());
            return new Rule(words[0], words[1], roles, words[2].equals(OPEN), words[2].equals(SIGNED));
        }
    }

    private record Matched(Rule rule, PathPatternRequestMatcher matcher) {
    }

    /// @param openReads whether reads need no token
    /// @param actuator the base path of the actuator, without a slash at its end
    AccessRules(boolean openReads, String actuator) {
        this.openReads = openReads;
        this.rules = read().stream().map(rule -> rule.under(actuator)).toList();
        for (Rule rule : rules) {
            String[] segments = rule.path().split("/");
            String segment = segments.length > DISTINCT_SEGMENT ? segments[DISTINCT_SEGMENT] : "";
            bySegment.computeIfAbsent(segment.contains("*") || segment.contains("{") ? "" : segment,
                    any -> new ArrayList<>())
                    .add(new Matched(rule, PathPatternRequestMatcher.withDefaults().matcher(rule.path())));
        }
    }

    private static List<Rule> read() {
        try (InputStream table = AccessRules.class.getResourceAsStream(TABLE)) {
            if (table == null) {
                throw new IllegalStateException(TABLE + " is missing");
            }
            return new String(table.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).map(Rule::of).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// @return all rows
    List<Rule> rules() {
        return rules;
    }

    @Override
    public AuthorizationDecision authorize(Supplier<? extends @Nullable Authentication> authentication,
            RequestAuthorizationContext context) {
        HttpServletRequest request = context.getRequest();
        Rule rule = of(request);
        if (rule.open() || openReads && GET.equals(method(request)) && !RequestPath.of(request).startsWith(TOKENS)) {
            return new AuthorizationDecision(true);
        }
        Caller caller = Callers.of(authentication.get());
        if (caller == null) {
            return new AuthorizationDecision(false);
        }
        if (rule.signed() ? SignatureFilter.signed(request) : rule.roles().stream().anyMatch(caller::has)) {
            return new AuthorizationDecision(true);
        }
        throw new AccessDeniedException(
                (caller.roles().isEmpty()
                        ? "The issuer of this token gives it no role here; this takes %s"
                        : "The role %2$s may not do this; it takes %1$s").formatted(words(rule.roles(), " or "),
                                words(caller.roles(), " + ")));
    }

    private Rule of(HttpServletRequest request) {
        String[] segments = RequestPath.of(request).split("/", DISTINCT_SEGMENT + 2);
        String segment = segments.length > DISTINCT_SEGMENT ? segments[DISTINCT_SEGMENT] : "";
        String method = method(request);
        return Stream.concat(bySegment.getOrDefault(segment, List.of()).stream(),
                segment.isEmpty() ? Stream.empty() : bySegment.getOrDefault("", List.of()).stream())
                .filter(matched -> matched.rule().method().equals(method)
                        && matched.matcher().matches(request))
                .map(Matched::rule).findFirst()
                .orElse(NO_ROW);
    }

    private static String method(HttpServletRequest request) {
        return request.getMethod().equals("HEAD") ? GET : request.getMethod();
    }

    private static String words(Set<Role> roles, String between) {
        return roles.stream().sorted().map(Role::wire).collect(Collectors.joining(between));
    }
}
