package ink.dreamnet.halo.code.compose;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.format.Item;

/// One compose file as it is written (Compose Specification, <https://github.com/compose-spec/compose-spec/blob/main/spec.md>).
///
/// @param source the file
/// @param root what it says
/// @param services its services by name, each with what `<<` merges into it
/// @param uses every use of something that the project must have; names with variables are left out
/// @param sections the elements that it declares, by their kind
/// @param mountedByVariable what a variable decides of the volumes that are mounted
record ComposeFile(SourceFile source, Item root, Map<String, Item> services, List<Use> uses,
        Map<Kind, Map<String, Item>> sections, List<String> mountedByVariable) {

    /// What another element of a compose project is.
    enum Kind {
        SERVICE("services"), VOLUME("volumes"), NETWORK("networks"), SECRET("secrets"), CONFIG("configs");

        private final String section;

        Kind(String section) {
            this.section = section;
        }

        String section() {
            return section;
        }

        /// @return how it is called
        String word() {
            return section.substring(0, section.length() - 1);
        }
    }

    /// A service's use of something that the project must have.
    ///
    /// @param service who uses it
    /// @param how a verb for the operator: `depends on`
    /// @param name of what is used
    /// @param line where it says so
    /// @param always whether the service has no profile, which someone would have to ask for
    record Use(Kind kind, String service, String how, String name, int line, boolean always) {
    }

    private static final Pattern NAME = Pattern.compile("(?:docker-)?compose(?:[._-][\\w.-]{1,80})?\\.ya?ml");
    /// Also what someone is to copy: `docker-compose.override.yml.example`.
    private static final Pattern ALIKE = Pattern
            .compile("[\\w.-]{1,160}\\.ya?ml(?:[._-]\\w{1,20})?");
    private static final Pattern BASE = Pattern.compile("(?:docker-)?compose(?:\\.override)?\\.ya?ml");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][\\w./-]{0,200}");
    /// The name of a volume before its target. One letter may be a drive of Windows.
    private static final Pattern VOLUME = Pattern.compile("([A-Za-z0-9_][\\w./-]{1,200}):[/$A-Za-z].*");
    private static final List<String> NAMESPACES = List.of("network_mode", "ipc", "pid", "uts", "cgroup");
    private static final String OF_SERVICE = "service:";
    private static final int DEEPEST = 8;

    static ComposeFile of(SourceFile source) {
        Item root = source.yaml().content();
        Map<String, Item> services = new LinkedHashMap<>();
        root.get("services").entries().forEach((name, service) -> {
            if (!name.equals("<<")) {
                services.put(name, merged(service));
            }
        });
        List<Use> uses = new ArrayList<>();
        services.forEach((name, service) -> new Uses(name, service, uses).collect());
        uses.removeIf(use -> !PLAIN.matcher(use.name()).matches());
        Map<Kind, Map<String, Item>> sections = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            sections.put(kind, merged(root.get(kind.section())).entries());
        }
        List<String> byVariable = services.values().stream().flatMap(service -> service.get("volumes").items().stream())
                .map(volume -> volume.text(merged(volume).get("source").text(""))).filter(text -> text.contains("$"))
                .toList();
        return new ComposeFile(source, root, services, uses, sections, byVariable);
    }

    static boolean isNamedSo(String path) {
        return NAME.matcher(Paths.name(path)).matches();
    }

    static boolean isNamedAlike(String path) {
        String name = Paths.name(path);
        return name.contains("compose") && ALIKE.matcher(name).matches();
    }

    /// @return whether compose takes the file where none is named
    static boolean isBase(String path) {
        return BASE.matcher(Paths.name(path)).matches();
    }

    String path() {
        return source.path();
    }

    String directory() {
        return Paths.directory(source.path());
    }

    /// @return the elements of a kind that it declares
    Map<String, Item> section(Kind kind) {
        return sections.getOrDefault(kind, Map.of());
    }

    /// @return a mapping with what its `<<` merges into it
    static Item merged(Item map) {
        return merged(map, 0);
    }

    private static Item merged(Item map, int depth) {
        Item merge = map.get("<<");
        if (!merge.isMap() && !merge.isList() || depth > DEEPEST) {
            return map;
        }
        Map<String, Item> all = new LinkedHashMap<>();
        List<Item> sources = merge.isMap() ? List.of(merge) : merge.items();
        for (Item source : sources.reversed()) {
            all.putAll(merged(source, depth + 1).entries());
        }
        all.putAll(map.entries());
        all.remove("<<");
        return new Item(all, map.line());
    }

    /// What one service uses.
    private record Uses(String service, Item item, List<Use> into) {

        void collect() {
            item.get("depends_on").texts().forEach(each -> add(Kind.SERVICE, "depends on", each.text(""), each.line()));
            merged(item.get("depends_on")).entries().forEach((name, how) -> {
                if (!how.get("required").isFalse()) {
                    add(Kind.SERVICE, "depends on", name, how.line());
                }
            });
            item.get("links").texts().forEach(
                    link -> add(Kind.SERVICE, "links to", beforeColon(link.text("")), link.line()));
            for (String namespace : NAMESPACES) {
                Item value = item.get(namespace);
                String text = value.text("");
                if (text.startsWith(OF_SERVICE)) {
                    add(Kind.SERVICE, "is in the " + namespace + " of", text.substring(OF_SERVICE.length()),
                            value.line());
                }
            }
            for (Item from : item.get("volumes_from").texts()) {
                if (!from.text("").startsWith("container:")) {
                    add(Kind.SERVICE, "takes the volumes of", beforeColon(from.text("")), from.line());
                }
            }
            Item extended = item.get("extends");
            String name = extended.isMap() ? extended.get("service").text("") : extended.text("");
            if (!extended.has("file")) {
                add(Kind.SERVICE, "extends", name, extended.line());
            }
            volumes();
            networks();
            sources(Kind.SECRET, item.get("secrets"));
            sources(Kind.SECRET, item.get("build", "secrets"));
            sources(Kind.CONFIG, item.get("configs"));
        }

        private void volumes() {
            for (Item volume : item.get("volumes").items()) {
                String text = volume.text("");
                if (VOLUME.matcher(text).matches()) {
                    add(Kind.VOLUME, "mounts", beforeColon(text), volume.line());
                } else if (merged(volume).get("type").text("").equals("volume")) {
                    Item source = merged(volume).get("source");
                    add(Kind.VOLUME, "mounts", (source.text() == null ? merged(volume).get("src") : source).text(""),
                            volume.line());
                }
            }
        }

        private void networks() {
            Item networks = item.get("networks");
            networks.texts().forEach(each -> add(Kind.NETWORK, "is in", each.text(""), each.line()));
            merged(networks).entries().forEach((name, how) -> add(Kind.NETWORK, "is in", name, how.line()));
        }

        private void sources(Kind kind, Item list) {
            for (Item each : list.items()) {
                String text = each.text();
                add(kind, "uses", text == null ? each.get("source").text("") : text, each.line());
            }
        }

        private void add(Kind kind, String how, String name, int line) {
            into.add(new Use(kind, service, how, name, line, item.get("profiles").items().isEmpty()));
        }
    }

    private static String beforeColon(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }
}
