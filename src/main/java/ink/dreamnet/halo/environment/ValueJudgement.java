package ink.dreamnet.halo.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.secret.SecretNames;
import ink.dreamnet.halo.core.secret.SecretValues;
import ink.dreamnet.halo.core.secret.StandIns;
import ink.dreamnet.halo.environment.dotenv.SecretText;
import ink.dreamnet.halo.environment.schema.Schema;
import ink.dreamnet.halo.environment.schema.VariableRule;
import org.jspecify.annotations.Nullable;

/// Judges the values of one environment by themselves, while they are held: which are secrets, and which are not what somebody
/// meant to set.
final class ValueJudgement {

    private static final Pattern LOCAL_HOST = Pattern.compile(
            "(?i)\\A(?:(?:[a-z][a-z0-9+.-]*:(?:[a-z0-9]+:)*//(?:[^\\s/?#]*@)?)?(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::\\d{1,5})?(?:[/?#].*)?)");
    /// `htps://`, `htpp://`, `hhttps://`: of the letters of the two schemes, and neither.
    private static final Pattern MISSPELT_SCHEME = Pattern
            .compile("(?i)\\A(?!https?:|shttp:)(?=[hsp]{0,6}t)(?=[hst]{0,6}p)[htps]{3,7}://\\S+");
    /// `https//host`, `http:/host`, `https;//host`.
    private static final Pattern BROKEN_SCHEME = Pattern.compile(
            "(?i)\\A(?:https?|wss?|postgres(?:ql)?|rediss?|mysql|mongodb(?:\\+srv)?|amqps?)(?:;?//|:/(?!/)|:\\\\{2})\\S+");
    private static final Pattern WEB = Pattern.compile("(?i)https?:.*");
    /// What stands beside a service in production too: agents, proxies, health checks, the address to listen at.
    private static final Pattern BESIDE = Pattern
            .compile("(?i)\\A(?:(?:.*[_.-])?(?:otel|otlp|opentelemetry|statsd|dd|datadog|jaeger"
                    + "|zipkin|ollama|agent|sidecar|proxy|bind|listen|internal|local|health\\w*|metrics|dapr|daprd|no_proxy)(?:[_.-].*)?)");
    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+");
    /// Names of variables whose values are names of variables.
    private static final Pattern NAMES_A_VARIABLE = Pattern
            .compile("(?i)\\A(?:(?:.*[_.-])?(?:env|var|vars|variable|variables|name|names|key|keys|ref|field|from))");
    private static final String OPENING = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb\u2039\u203a";

    private final WatchedEnvironment environment;
    private final Schema schema;
    private final Map<String, Fingerprint> examples;
    private final Fingerprints.Hasher hasher;

    /// @param examples what an example gives as the values of variables, by name
    ValueJudgement(WatchedEnvironment environment, Schema schema, Map<String, Fingerprint> examples,
            Fingerprints.Hasher hasher) {
        this.environment = environment;
        this.schema = schema;
        this.examples = examples;
        this.hasher = hasher;
    }

    /// What a value is.
    ///
    /// @param secret the secret in it; null where it has none, or one that is no secret any more
    /// @param placeholder why it is none of their own; null where it is
    record Judged(@Nullable KeptSecret secret, @Nullable Placeholder placeholder) {
    }

    /// A value that only keeps the place, or a secret that is none.
    ///
    /// @param reason why, as the end of a sentence
    record Placeholder(Severity severity, String reason) {
    }

    Judged judge(String name, SecretText value) {
        if (value.length() == 0) {
            return new Judged(null, null);
        }
        boolean sensitive = schema.sensitive(name);
        SecretValues.Part password = SecretValues.credential(value.view());
        Placeholder placeholder = placeholder(name, value, sensitive, password);
        return new Judged(placeholder != null ? null : secret(name, value, sensitive, password), placeholder);
    }

    private @Nullable KeptSecret secret(String name, SecretText value, boolean sensitive,
            SecretValues.@Nullable Part password) {
        Boolean said = schema.saysSensitive(name);
        if (Boolean.FALSE.equals(said) || password != null && SecretValues.isKnown(value.view(), password)) {
            return null;
        }
        boolean meant = sensitive && (Boolean.TRUE.equals(said) || !SecretValues.isOrdinary(name, value.stripped()));
        boolean secret = password != null
                || !isVariable(name, value) && (meant || SecretValues.isSecret(name, value.view()));
        if (!secret || asInExample(name, value)) {
            return null;
        }
        if (password == null) {
            return new KeptSecret(hasher.of(value), value.length());
        }
        SecretText part = value.part(password.from(), password.to());
        try {
            return new KeptSecret(hasher.of(part), part.length());
        } finally {
            part.wipe();
        }
    }

    private @Nullable Placeholder placeholder(String name, SecretText value, boolean sensitive,
            SecretValues.@Nullable Part password) {
        VariableRule rule = schema.of(name);
        boolean production = environment.production();
        boolean ownName = isOwnName(name, value) && isVariable(name, value);
        boolean madeUp = (sensitive || SecretNames.mayHoldSecret(name)) && StandIns.isMadeUp(value.stripped());
        if (ownName || madeUp || StandIns.isPlaceholder(value.stripped())) {
            boolean asMeant = asInExample(name, value) && (rule == null || !rule.required());
            Severity severity = (sensitive || madeUp) && !(asMeant && UnusedServices.issued(name))
                    ? Severity.HIGH
                    : Severity.MEDIUM;
            return new Placeholder(
                    asMeant && (ownName || !production || SecretNames.isPublic(name)) ? Severity.LOW : severity,
                    madeUp ? "has a made-up value, which counts or repeats itself" : "still has a placeholder");
        }
        boolean known;
        if (password != null) {
            CharSequence text = value.view().subSequence(password.from(), password.to());
            known = SecretValues.isKnown(value.view(), password);
            if (!production || StandIns.isReference(text) && !StandIns.isPlaceholder(text)) {
                return null;
            }
        } else {
            known = StandIns.isKnown(value.stripped())
                    || SecretNames.isPassword(name) && StandIns.isShortNumber(value.view());
            if (!sensitive || SecretValues.isOrdinary(name, value.stripped())) {
                return null;
            }
        }
        if (!known && !asInExample(name, value)) {
            return null;
        }
        boolean usable = password != null || known || SecretNames.isPassword(name)
                || StandIns.isUsable(value.view());
        return new Placeholder(production && usable ? Severity.HIGH : Severity.LOW,
                known(name, value, password));
    }

    /// @return what to say of a secret that is none any more
    private String known(String name, SecretText value, SecretValues.@Nullable Part password) {
        if (asInExample(name, value)) {
            return "is as in the example, which everybody can read";
        }
        if (SecretValues.isForNobody(value.view()) || password == null && !SecretNames.isPassword(name)
                && UnusedServices.issued(name)) {
            return "still has a placeholder";
        }
        return "has a password that everybody tries first";
    }

    private boolean asInExample(String name, SecretText value) {
        Fingerprint example = examples.get(name);
        return example != null && example.equals(hasher.of(value));
    }

    /// Says what is odd about a value that is no placeholder.
    ///
    /// @param facts all variables of the environment
    List<Finding> oddities(Fact fact, SecretText value, Map<String, Fact> facts) {
        List<Finding> odd = new ArrayList<>();
        int invisible = invisible(value);
        if (invisible >= 0) {
            odd.add(Finding.at(Codes.MALFORMED, Severity.MEDIUM, fact, "has an invisible character (U+%04X)"
                    .formatted((int) value.at(invisible))));
        }
        if (value.length() > 1 && OPENING.indexOf(value.at(0)) >= 0 && OPENING.indexOf(
                value.at(value.length() - 1)) >= 0) {
            odd.add(Finding.at(Codes.MALFORMED, Severity.MEDIUM, fact,
                    "is in typographic quotes, which every reader takes for a part of the value"));
        }
        boolean misspelt = MISSPELT_SCHEME.matcher(value.view()).matches();
        if (misspelt || BROKEN_SCHEME.matcher(value.view()).matches()) {
            odd.add(Finding.at(Codes.SUSPECT, Severity.MEDIUM, fact, misspelt
                    ? "has a misspelt scheme (no program knows it; http or https?)"
                    : "has no :// between its scheme and its host"));
        }
        if (environment.production() && LOCAL_HOST.matcher(value.view()).matches()) {
            boolean seenByOthers = WEB.matcher(value.view()).matches() && !BESIDE.matcher(fact.name()).matches();
            odd.add(Finding.at(Codes.SUSPECT, seenByOthers ? Severity.MEDIUM : Severity.LOW, fact,
                    "names this machine (localhost) in production"));
        }
        if (isVariable(fact.name(), value)) {
            facts.keySet().stream().filter(other -> other.contentEquals(value.view())).findAny()
                    .or(() -> schema.variables().keySet().stream().filter(other -> other.contentEquals(value.view()))
                            .findAny())
                    .ifPresent(other -> odd.add(Finding.at(Codes.SUSPECT,
                            fact.sensitive() ? Severity.HIGH : Severity.MEDIUM, fact,
                            "has the name of the variable %s as its value".formatted(other)).instead(other)));
        }
        return odd;
    }

    /// @return whether the value reads as the name of a variable, where none is meant
    private static boolean isVariable(String name, SecretText value) {
        return value.length() <= 128 && VARIABLE.matcher(value.view()).matches()
                && (!NAMES_A_VARIABLE.matcher(name).matches() || isOwnName(name, value));
    }

    private static boolean isOwnName(String name, SecretText value) {
        return name.contentEquals(value.view());
    }

    /// @return where a character stands that nobody sees; -1: nowhere. Joiners between letters of other scripts and in emoji are
    ///         right there
    private static int invisible(SecretText value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.at(i);
            boolean joiner = c == '\u200c' || c == '\u200d';
            boolean hidden = c == '\u200b' || c == '\u2060' || c == '\ufeff' || c == '\u00ad'
                    || c >= '\u202a' && c <= '\u202e'
                    || c >= '\u2066' && c <= '\u2069';
            if (hidden || joiner
                    && (i == 0 || i + 1 == value.length() || value.at(i - 1) < 128 && value.at(i + 1) < 128)) {
                return i;
            }
        }
        return -1;
    }
}
