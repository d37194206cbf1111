package ink.dreamnet.halo.repo.integrity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Severity;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/// Checks the refs of a repository. JGit passes over loose refs that it cannot read, so their files are read here.
public final class RefIntegrity {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}\\s*");
    private static final Pattern SYMBOLIC = Pattern.compile("ref:\\s*\\S+\\s*");
    private static final int LARGEST = 4096;
    private static final int MOST = 200;

    private RefIntegrity() {
    }

    /// @return what is wrong; the path of such a finding is the name of the ref
    public static List<Finding> check(Repository repository) throws IOException {
        Map<String, Finding> broken = new TreeMap<>();
        Path directory = repository.getCommonDirectory().toPath();
        scan(directory, broken);
        List<Ref> refs;
        try {
            refs = repository.getRefDatabase().getRefs();
        } catch (IOException unreadable) {
            add(broken, Severity.HIGH, "packed-refs", "cannot be read: " + unreadable.getMessage());
            return new ArrayList<>(broken.values());
        }
        try (ObjectReader reader = repository.newObjectReader()) {
            for (Ref ref : refs) {
                ObjectId id = ref.getObjectId();
                if (id != null && !ref.isSymbolic() && !reader.has(id)) {
                    add(broken, severity(ref.getName()), ref.getName(),
                            "points to %s, which is missing".formatted(id.abbreviate(10).name()));
                }
            }
        }
        head(repository, refs, broken);
        return new ArrayList<>(broken.values());
    }

    private static void head(Repository repository, List<Ref> refs, Map<String, Finding> broken) throws IOException {
        Ref head;
        try {
            head = repository.exactRef(Constants.HEAD);
        } catch (IOException unreadable) {
            head = null;
        }
        if (head == null) {
            add(broken, Severity.CRITICAL, Constants.HEAD, "cannot be read");
        } else if (head.getObjectId() == null && !broken.containsKey(head.getTarget().getName())
                && refs.stream().anyMatch(ref -> ref.getName().startsWith(Constants.R_HEADS))) {
            add(broken, Severity.CRITICAL, Constants.HEAD,
                    "names '%s', which does not exist".formatted(head.getTarget().getName()));
        }
    }

    private static void scan(Path directory, Map<String, Finding> broken) throws IOException {
        Path refs = directory.resolve("refs");
        if (!Files.isDirectory(refs)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> found = Files.walk(refs)) {
            files = found.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith(".lock")).toList();
        } catch (java.io.UncheckedIOException changing) {
            throw changing.getCause();
        }
        for (Path file : files) {
            String name = directory.relativize(file).toString().replace('\\', '/');
            // what reftable keeps here says itself that it is no ref
            if (!name.equals("refs/heads") && broken.size() < MOST && !readable(file)) {
                add(broken, severity(name), name, "is not a ref: its file holds neither an id nor another ref's name");
            }
        }
    }

    private static boolean readable(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            return false;
        }
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (java.nio.file.NoSuchFileException gone) {
            return true;
        }
        return ID.matcher(text).matches() || SYMBOLIC.matcher(text).matches();
    }

    private static Severity severity(String name) {
        return name.startsWith(Constants.R_HEADS) || name.startsWith(Constants.R_TAGS)
                ? Severity.HIGH
                : Severity.MEDIUM;
    }

    private static void add(Map<String, Finding> broken, Severity severity, String name, String message) {
        if (broken.size() < MOST) {
            broken.putIfAbsent(name, new Finding(IntegrityCodes.REFS_BROKEN, severity, name, 0, message));
        }
    }
}
