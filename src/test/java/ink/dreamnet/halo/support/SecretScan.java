package ink.dreamnet.halo.support;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/// Looks for the secrets of the tests wherever the HALO under test shows or keeps something, in every class of the suite: in answers
/// ([Api], [PageClient]), the log (`ScannedLog`), observations ([ScannedObservations]), and after each class in the names of threads and, where it has a
/// context, in tags of meters and columns of the database ([SecretColumns]).
///
/// What a test takes for a secret has [#MARK] in it, or one of the forms below.
public final class SecretScan implements AfterAllCallback {

    /// In each secret that a test makes up.
    public static final String MARK = "s3cret";

    private static final List<Form> FORMS = List.of(new Form(MARK, ""), new Form("correct-horse-battery", ""),
            // of a token that HALO made; names of meters have no capitals
            new Form("halo_", "(?=[\\w-]*[A-Z])(?=[\\w-]*\\d)[\\w-]{43}"), new Form("whsec_", "[\\w+/]{24}"),
            new Form("gh" + "p_", "\\w{36}"), new Form("eyJ", "[\\w-]+\\.eyJ[\\w-]+\\.[\\w-]+"));
    /// What is answered with a secret, because somebody has to get it: who makes a token, and the agent that works on a task.
    private static final Pattern HANDED_OUT = Pattern.compile("POST /api/halo/(tokens|tasks/lease)");
    private static final int AROUND = 120;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    /// What a secret looks like.
    ///
    /// @param begin what it begins with
    /// @param rest a regex for what follows
    private record Form(String begin, Pattern rest) {

        Form(String begin, String rest) {
            this(begin, Pattern.compile(rest));
        }

        int in(String text) {
            int at = text.indexOf(begin);
            if (at < 0) {
                return at;
            }
            Matcher matcher = rest.matcher(text);
            while (at >= 0 && !matcher.region(at + begin.length(), text.length()).lookingAt()) {
                at = text.indexOf(begin, at + 1);
            }
            return at;
        }
    }

    /// @return what secrets begin with
    static List<String> beginnings() {
        return FORMS.stream().map(Form::begin).toList();
    }

    /// @return the first secret in a text and what is around it; null where there is none
    public static @Nullable String in(@Nullable String text) {
        if (text == null) {
            return null;
        }
        for (Form form : FORMS) {
            int at = form.in(text);
            if (at >= 0) {
                return "…" + text.substring(Math.max(0, at - AROUND), Math.min(text.length(), at + AROUND)) + "…";
            }
        }
        return null;
    }

    /// Fails the test that gets an answer with a secret.
    ///
    /// @param call method and path
    static void refuse(String call, String answer) {
        String found = in(answer);
        if (found != null && !HANDED_OUT.matcher(call).lookingAt()) {
            throw new AssertionError("The answer to %s has a secret in clear: %s".formatted(call, found));
        }
    }

    /// Remembers a secret that HALO showed to nobody in particular: the class of tests that ends next fails.
    ///
    /// @param where where it was shown
    public static void note(String where, @Nullable String text) {
        String found = in(text);
        if (found != null) {
            FOUND.add("%s: %s".formatted(where, found));
        }
    }

    /// @return what was noted and not yet reported
    public static List<String> noted() {
        List<String> noted = new ArrayList<>();
        for (String next = FOUND.poll(); next != null; next = FOUND.poll()) {
            noted.add(next);
        }
        return noted;
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null) {
                note("the name of a thread", thread.getThreadName());
            }
        }
        assertThat(noted()).as("secrets in clear, shown while %s or a class beside it ran", tests.getDisplayName())
                .isEmpty();
    }
}
