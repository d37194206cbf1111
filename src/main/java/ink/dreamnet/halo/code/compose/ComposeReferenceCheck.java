package ink.dreamnet.halo.code.compose;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.compose.ComposeFile.Kind;
import ink.dreamnet.halo.code.compose.ComposeFile.Use;
import ink.dreamnet.halo.code.compose.ComposeFiles.Scope;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Severity;

/// What a service names must be in the project, or compose refuses all of it: services, volumes, networks, secrets and configs. Two
/// services cannot have the same container name or publish the same port, and a volume that nothing mounts keeps no data.
@Reports({ComposeReferenceCheck.INVALID, ComposeReferenceCheck.CONFLICT, ComposeReferenceCheck.UNUSED})
class ComposeReferenceCheck implements TreeCheck {

    static final String INVALID = "repo.compose-invalid";
    static final String CONFLICT = "repo.compose-conflict";
    static final String UNUSED = "repo.compose-volume-unused";

    /// `8080:80`, `127.0.0.1:8080:80/udp`; a port without that of the host is published somewhere.
    private static final Pattern PORT = Pattern
            .compile("(?:([0-9.]{7,15}|\\[[0-9a-f:]{2,40}\\]):)?([0-9]{1,5}):[0-9]{1,5}(?:/(tcp|udp))?");
    private static final Pattern SEPARATOR = Pattern.compile("[._-]");
    private static final String EVERYWHERE = "0.0.0.0";

    @Override
    public boolean concerns(String path) {
        // a script may say which files are put together
        return true;
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        ComposeFiles files = new ComposeFiles(tree);
        for (ComposeFile file : files.judged()) {
            Scope scope = files.beside(file);
            if (!scope.open() && (!missing(file, scope).isEmpty() || !unused(file, scope).isEmpty())) {
                scope = files.together(file);
            }
            if (!scope.open()) {
                Map<Kind, Meant> meant = new EnumMap<>(Kind.class);
                Scope all = scope;
                for (List<Use> uses : missing(file, scope).values()) {
                    facts.finding(undefined(file, scope, uses,
                            meant.computeIfAbsent(uses.getFirst().kind(), kind -> Meant.of(all, kind))));
                }
                for (Map.Entry<String, Item> volume : unused(file, scope).entrySet()) {
                    facts.finding(new Finding(UNUSED, Severity.LOW, file.path(), volume.getValue().line(),
                            "declares the volume " + volume.getKey() + ", which no service mounts"));
                }
            }
            conflicts(file, facts);
        }
    }

    /// @return what the project does not have, with those who use it
    private static Map<String, List<Use>> missing(ComposeFile file, Scope scope) {
        Map<String, List<Use>> missing = new LinkedHashMap<>();
        for (Use use : file.uses()) {
            if (!scope.has(use.kind(), use.name())) {
                missing.computeIfAbsent(use.kind() + " " + use.name(), any -> new ArrayList<>()).add(use);
            }
        }
        return missing;
    }

    private static Finding undefined(ComposeFile file, Scope scope, List<Use> uses, Meant meant) {
        Use first = uses.getFirst();
        boolean base = ComposeFile.isBase(file.path());
        boolean always = uses.stream().anyMatch(Use::always);
        StringBuilder message = new StringBuilder(first.service()).append(' ').append(first.how()).append(" the ")
                .append(first.kind().word()).append(' ').append(first.name()).append(", which ")
                .append(scope.files().size() == 1 ? "the file does not declare" : "no file of the project declares");
        if (uses.size() > 1) {
            message.append(" (and ").append(uses.size() - 1).append(" more)");
        }
        message.append(": compose refuses the project").append(meant.hint(first));
        return new Finding(INVALID, base && always ? Severity.HIGH : Severity.MEDIUM, file.path(), first.line(),
                message.toString());
    }

    /// What may be meant by a name that nothing has.
    ///
    /// @param containers the services by the names of their containers
    /// @param bare the names that are there by what they are without separators
    private record Meant(Map<String, String> containers, Map<String, String> bare) {

        static Meant of(Scope scope, Kind kind) {
            Meant meant = new Meant(new HashMap<>(), new HashMap<>());
            for (ComposeFile file : scope.files()) {
                file.section(kind).forEach((name, item) -> {
                    meant.bare.putIfAbsent(ComposeReferenceCheck.bare(name), name);
                    if (kind == Kind.SERVICE) {
                        meant.containers.putIfAbsent(ComposeFile.merged(item).get("container_name").text(""), name);
                    }
                });
            }
            return meant;
        }

        String hint(Use use) {
            if (use.kind() == Kind.VOLUME && use.name().contains("/")) {
                return "; a path begins with ./";
            }
            String service = containers.get(use.name());
            if (service != null) {
                return "; " + use.name() + " is the name of its container, the service is " + service;
            }
            String near = bare.get(ComposeReferenceCheck.bare(use.name()));
            return near == null ? "" : "; perhaps " + near + " is meant";
        }
    }

    private static String bare(String name) {
        return SEPARATOR.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private static Map<String, Item> unused(ComposeFile file, Scope scope) {
        Map<String, Item> unused = new LinkedHashMap<>();
        Set<String> used = scope.used(Kind.VOLUME);
        file.section(Kind.VOLUME).forEach((name, volume) -> {
            boolean elsewhere = ComposeFile.merged(volume).has("external") || volume.text() != null;
            if (!elsewhere && !name.startsWith("x-") && !used.contains(name) && !scope.mayMount(name)) {
                unused.put(name, volume);
            }
        });
        return unused;
    }

    /// @param who the service that was first
    /// @param made what it is made of
    private record Taken(String who, String made) {
    }

    private static void conflicts(ComposeFile file, Facts facts) {
        Severity severity = ComposeFile.isBase(file.path()) ? Severity.HIGH : Severity.MEDIUM;
        Map<String, Taken> names = new HashMap<>();
        Map<String, Map<String, Taken>> ports = new HashMap<>();
        file.services().forEach((name, service) -> {
            if (!service.get("profiles").items().isEmpty() || service.get("deploy", "replicas").text("").equals("0")
                    || service.get("scale").text("").equals("0")) {
                return;
            }
            Taken taken = new Taken(name, made(service));
            Item container = service.get("container_name");
            String called = container.text("");
            Taken other = called.isEmpty() || called.contains("$") ? null : names.putIfAbsent(called, taken);
            if (other != null) {
                facts.finding(new Finding(CONFLICT, isAlternative(taken, other) ? Severity.LOW : severity, file.path(),
                        container.line(), name + " has the same container name as " + other.who() + ", " + called
                                + ": docker refuses the second one"));
            }
            if (!service.get("network_mode").text("").equals("host")) {
                service.get("ports").items().forEach(port -> port(file, taken, port, ports, facts));
            }
        });
    }

    private static void port(ComposeFile file, Taken taken, Item port, Map<String, Map<String, Taken>> ports,
            Facts facts) {
        String host;
        String published;
        String protocol;
        Matcher written = PORT.matcher(port.text(""));
        if (written.matches()) {
            host = written.group(1) == null ? EVERYWHERE : written.group(1);
            published = written.group(2);
            protocol = written.group(3) == null ? "tcp" : written.group(3);
        } else {
            host = port.get("host_ip").text(EVERYWHERE);
            published = port.get("published").text("");
            protocol = port.get("protocol").text("tcp");
        }
        if (published.isEmpty() || published.equals("0") || !published.chars().allMatch(Character::isDigit)) {
            return;
        }
        Map<String, Taken> hosts = ports.computeIfAbsent(published + "/" + protocol, any -> new LinkedHashMap<>());
        Taken other = null;
        for (Map.Entry<String, Taken> each : hosts.entrySet()) {
            boolean same = each.getKey().equals(host)
                    || host.equals(EVERYWHERE) && !each.getKey().startsWith("[")
                    || each.getKey().equals(EVERYWHERE) && !host.startsWith("[");
            other = same && !each.getValue().who().equals(taken.who()) ? each.getValue() : other;
        }
        hosts.putIfAbsent(host, taken);
        if (other != null) {
            facts.finding(
                    new Finding(CONFLICT, isAlternative(taken, other) ? Severity.LOW : Severity.MEDIUM, file.path(),
                            port.line(), taken.who() + " publishes the port " + published + " as " + other.who()
                                    + " does: the second one does not start"));
        }
    }

    /// Of two services that are made of the same, one is meant to be started in place of the other.
    private static boolean isAlternative(Taken one, Taken other) {
        return !one.made().isEmpty() && one.made().equals(other.made());
    }

    private static String made(Item service) {
        Item build = service.get("build");
        String context = build.isMap() ? build.get("context").text(".") : build.text("");
        String image = service.get("image").text("");
        int tag = image.indexOf(':', image.lastIndexOf('/') + 1);
        return context.isEmpty() ? tag < 0 ? image : image.substring(0, tag) : context;
    }
}
