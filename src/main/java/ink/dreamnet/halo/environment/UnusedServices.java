package ink.dreamnet.halo.environment;

import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.environment.schema.Schema;
import ink.dreamnet.halo.environment.schema.VariableRule;
import org.jspecify.annotations.Nullable;

/// Knows the services that an environment is prepared for and does not use: all variables of theirs are as the example has them, and
/// so is the identity that one logs in with. What stands in their variables harms nobody.
final class UnusedServices {

    /// The end of a name that another service has; those that are the environment's own guard something, whatever their value.
    private static final String OF_ANOTHER = "(?:.+_)??(?!(?:app|admin|api|internal|cron|server|service|auth|jwt|session"
            + "|master|root|access|csrf|web|site|backend|frontend|db|database|pg|postgres\\w*|mysql|redis|mongo\\w*)_)[a-z0-9]+";
    /// Who one is to another service, and where that is: nobody and nowhere while it is a placeholder.
    private static final Pattern IDENTITY = Pattern.compile("(?i)(?:(?:NEXT|EXPO|NUXT)_PUBLIC_|VITE_|REACT_APP_)?("
            + OF_ANOTHER + ")_(?:(?:(?:client|app|account|project|tenant|team|access|key|oauth)_)*s?id|publishable_key"
            + "|url|uri|host|endpoint|domain)");
    /// A credential that another service issued: it refuses a placeholder.
    private static final Pattern ISSUED = Pattern.compile("(?i)" + OF_ANOTHER + "_(?:client_secret|api_?key|api_secret"
            + "|(?:api_|auth_|bot_|refresh_|read_write_)?token|(?:secret_)?access_key|license_key|webhook_(?:secret|url)|dsn)");
    /// What mail is sent by. Examples name a host that looks real.
    private static final Pattern MAIL = Pattern.compile("(?i)((?:.+_)?(?:smtp|mail|mailer|email))_(?:host|server)");
    private static final Pattern OF_TESTS = Pattern.compile("(?i)(?:.+_)?(?:e2e|test)_.+");
    private static final Pattern OPTIONAL = Pattern.compile("(?i)\\boptional\\b");

    private final Schema schema;
    private final Map<String, Fingerprint> examples;
    private final Set<String> ofUnused = new HashSet<>();

    /// @param variables all variables of the environment
    /// @param examples what an example gives as the values of variables, by name
    UnusedServices(Schema schema, Map<String, Fact> variables, Map<String, Fingerprint> examples) {
        this.schema = schema;
        this.examples = examples;
        NavigableMap<String, Fact> facts = new TreeMap<>(variables);
        for (Fact identity : variables.values()) {
            String service = isAsInExample(identity) ? service(identity) : null;
            if (service != null) {
                Map<String, Fact> own = facts.subMap(service, service + Character.MAX_VALUE);
                // a URL says it all in one: then the others are not used
                if (own.values().stream().allMatch(fact -> fact.empty() || isAsInExample(fact)
                        || fact.name().equals(service + "URL"))) {
                    ofUnused.addAll(own.keySet());
                }
            }
        }
    }

    /// @return whether a variable is as the example has it, and only of use for a service that is not used, or for tests
    boolean have(Fact fact) {
        if (!isAsInExample(fact)) {
            return false;
        }
        return ofUnused.contains(fact.name()) || OF_TESTS.matcher(fact.name()).matches()
                || isOptional(schema, fact.name());
    }

    /// @return whether a variable that is not set is only of use for tests, or for a service of whose variables none is set
    static boolean isAbsent(Schema schema, Map<String, Fact> facts, VariableRule absent) {
        if (OF_TESTS.matcher(absent.name()).matches()) {
            return true;
        }
        return schema.variables().keySet().stream().map(IDENTITY::matcher).filter(Matcher::matches)
                .map(identity -> identity.group(1) + "_")
                .anyMatch(service -> absent.name().startsWith(service)
                        && schema.variables().keySet().stream().filter(name -> name.startsWith(service)).count() > 1
                        && facts.values().stream()
                                .allMatch(fact -> !fact.name().startsWith(service) || fact.placeholder()));
    }

    /// One's own password or key is open when it is left as the example has it, optional or not.
    static boolean isOptional(Schema schema, String name) {
        VariableRule rule = schema.of(name);
        String comment = rule == null || rule.required() ? null : rule.description();
        return comment != null && OPTIONAL.matcher(comment).find() && (issued(name) || !schema.sensitive(name));
    }

    /// @return whether a variable's name says that it holds a credential that another service issued
    static boolean issued(String name) {
        return ISSUED.matcher(name).matches();
    }

    /// @return how the names of the variables of the service begin whose identity a variable is; null where it is none
    private static @Nullable String service(Fact fact) {
        Matcher identity = IDENTITY.matcher(fact.name());
        if (fact.placeholder() && identity.matches()) {
            return identity.group(1) + "_";
        }
        Matcher mail = MAIL.matcher(fact.name());
        return mail.matches() ? mail.group(1) + "_" : null;
    }

    private boolean isAsInExample(Fact fact) {
        Fingerprint own = fact.fingerprint();
        Fingerprint example = examples.get(fact.name());
        return own != null && example != null && own.equals(example);
    }
}
