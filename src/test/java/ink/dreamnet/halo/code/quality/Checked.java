package ink.dreamnet.halo.code.quality;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Note;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;

/// What a check says about one file.
record Checked(List<Finding> findings, List<Reference> references, Map<String, Integer> counts,
        List<Note> notes) implements Facts {

    static Checked of(FileCheck check, String path, String text) {
        return of(check, path, text.getBytes(StandardCharsets.UTF_8));
    }

    static Checked of(FileCheck check, String path, byte[] content) {
        return of(check, new TreeFile(path, TreeFile.Kind.REGULAR, content.length, "0".repeat(40)), content);
    }

    static Checked of(FileCheck check, TreeFile entry, byte[] content) {
        Checked checked = new Checked(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>(),
                new ArrayList<>());
        if (check.reads(entry)) {
            check.check(new SourceFile(entry, content), checked.weighing(check));
        }
        return checked;
    }

    /// As a scan does.
    private Facts weighing(FileCheck check) {
        Checked all = this;
        return new Facts() {
            @Override
            public void finding(Finding finding) {
                all.finding(Place.weigh(check, finding));
            }

            @Override
            public void reference(Reference reference) {
                all.reference(reference.with(Place.weigh(check, reference.missing())));
            }

            @Override
            public void count(String what, int times) {
                all.count(what, times);
            }

            @Override
            public void note(Note note) {
                all.note(note);
            }
        };
    }

    @Override
    public void finding(Finding finding) {
        findings.add(finding);
    }

    @Override
    public void reference(Reference reference) {
        // no other file is there to excuse a key or what is a part of another one
        if (!reference.kind().isOfTree()) {
            findings.add(reference.missing());
        } else {
            references.add(reference);
        }
    }

    @Override
    public void count(String what, int times) {
        counts.merge(what, times, Integer::sum);
    }

    @Override
    public void note(Note note) {
        notes.add(note);
    }

    /// @return `code severity line` of each finding
    List<String> places() {
        return findings.stream().map(found -> "%s %s %d".formatted(found.code(), found.severity(), found.line()))
                .toList();
    }
}
