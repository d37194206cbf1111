package ink.dreamnet.halo.resonance.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.*;

import ink.dreamnet.halo.core.*;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.resonance.group.*;
import ink.dreamnet.halo.resonance.pattern.*;
import ink.dreamnet.halo.resonance.timeline.*;

final class GroupBenchmark {
    public static void main(String[] args) throws IOException {
        List<StatusPage> pages = new ArrayList<>(StatusPage.read(Path.of(args[0]), false));
        StatusPage.read(Path.of(args[0]), true).forEach(p -> { if (p.name().matches("Grupo.*|UW.*|jp.*")) pages.add(new StatusPage("cut:" + p.name(), p.sites())); });
        for (StatusPage page : pages) {
            if (page.sites().stream().mapToInt(s -> s.outages().size()).sum() < 20) continue;
            long from = page.sites().stream().mapToLong(StatusPage.Site::fromMs).min().orElseThrow();
            long until = page.sites().stream().flatMap(s -> s.outages().stream()).mapToLong(o -> o.fromMs()).max().orElseThrow() + 1;
            StringBuilder line = new StringBuilder("%-24.24s".formatted(page.name()));
            for (double q : new double[] {.3, .4, .5, .6, .7}) {
                long mid = from + (long) (q * (until - from));
                for (boolean raised : new boolean[] {false, true}) {
                Set<List<Integer>> predicted = groups(page, from, mid, raised);
                Map<List<Integer>, Integer> actual = joint(page, mid, until);
                long tp = predicted.stream().filter(actual::containsKey).count();
                double weight = predicted.stream().mapToInt(p -> actual.getOrDefault(p, 0)).sum() / (double) actual.values().stream().mapToInt(i -> i).sum();
                line.append(" | %d P %.2f R %.2f w %.2f".formatted(predicted.size(), (double) tp / predicted.size(), (double) tp / actual.size(), weight));
                }
            }
            System.out.println(line);
        }
    }

    static Set<List<Integer>> groups(StatusPage page, long from, long mid, boolean raised) {
        Fleet fleet = new Fleet();
        Timeline timeline = new Timeline(200);
        GroupDetector detector = new GroupDetector(fleet);
        Map<String, Finding> found = new TreeMap<>();
        Findings findings = new Findings() {
            @Override public void report(Finding f) { found.put(f.key(), f); }
            @Override public void end(String p, String k) { found.remove(k); }
        };
        List<Integer> site = new ArrayList<>();
        int[] number = new int[page.sites().size()];
        Arrays.fill(number, -1);
        for (long t = from / 300000 * 300000 + 300000; t < mid; t += 300000) {
            List<Look> looks = new ArrayList<>();
            for (int i = 0; i < number.length; i++) {
                StatusPage.Site s = page.sites().get(i);
                if (t >= s.fromMs() && t < s.untilMs()) {
                    if (number[i] < 0) { number[i] = fleet.declare(new SubjectRef(SubjectKind.ENDPOINT, "s" + i), new Facts(Map.of(), List.of(), null)); site.add(i); }
                    looks.add(new Look(number[i], s.down(t) ? Health.DOWN : Health.UP, Double.NaN));
                }
            }
            CycleFacts facts = CycleFacts.of(t, looks);
            detector.cycle(facts, timeline.add(facts), timeline, findings);
        }
        Set<List<Integer>> pairs = new LinkedHashSet<>();
        for (Group g : detector.groups().all()) {
            if (raised && Objects.requireNonNull(found.get(g.key())).eValue() < 1000) continue;
            for (int a : g.members()) for (int b : g.members()) if (a < b) { int x = site.get(a), y = site.get(b); pairs.add(List.of(Math.min(x, y), Math.max(x, y))); }
        }
        return pairs;
    }

    static Map<List<Integer>, Integer> joint(StatusPage page, long from, long until) {
        record On(long at, int s) { }
        List<On> on = new ArrayList<>();
        for (int i = 0; i < page.sites().size(); i++) for (var o : page.sites().get(i).outages()) if (o.fromMs() >= from && o.fromMs() < until) on.add(new On(o.fromMs(), i));
        on.sort(Comparator.comparingLong(On::at));
        Map<List<Integer>, Integer> pairs = new LinkedHashMap<>();
        for (int a = 0; a < on.size(); a++) for (int b = a + 1; b < on.size() && on.get(b).at() - on.get(a).at() <= 900000; b++)
            if (on.get(a).s() != on.get(b).s()) pairs.merge(List.of(Math.min(on.get(a).s(), on.get(b).s()), Math.max(on.get(a).s(), on.get(b).s())), 1, Integer::sum);
        return pairs;
    }
}
