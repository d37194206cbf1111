package ink.dreamnet.halo.repo.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Note;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.core.Severity;

/// Writes and reads findings and references in a compact form.
final class FactsCodec {

    private static final int MAX_TEXT = 1000;
    private static final int NAMES = 0;
    private static final int INCLUDES = 1;
    private static final int CERTIFICATE = 2;
    private static final int MAKES = 3;
    private static final Reference.Kind[] KINDS = Reference.Kind.values();
    private static final Severity[] SEVERITIES = Severity.values();

    private FactsCodec() {
    }

    static void write(DataOutputStream out, FileFacts facts) throws IOException {
        out.writeInt(facts.findings().size());
        for (Finding finding : facts.findings()) {
            write(out, finding);
        }
        out.writeInt(facts.references().size());
        for (Reference reference : facts.references()) {
            write(out, reference.missing());
            out.writeByte(reference.kind().ordinal());
            text(out, reference.name());
            out.writeInt(reference.candidates().size());
            for (String candidate : reference.candidates()) {
                path(out, candidate);
            }
        }
        out.writeInt(facts.counts().size());
        for (Map.Entry<String, Integer> count : facts.counts().entrySet()) {
            text(out, count.getKey());
            out.writeInt(count.getValue());
        }
        out.writeInt(facts.notes().size());
        for (Note note : facts.notes()) {
            write(out, note);
        }
    }

    private static void write(DataOutputStream out, Note note) throws IOException {
        switch (note) {
            case Note.Names names -> {
                out.writeByte(NAMES);
                path(out, names.file());
                out.writeBoolean(names.asOfTests());
            }
            case Note.Makes makes -> {
                out.writeByte(MAKES);
                path(out, makes.end());
            }
            case Note.Includes includes -> {
                out.writeByte(INCLUDES);
                path(out, includes.path());
            }
            case Note.Certificate certificate -> {
                out.writeByte(CERTIFICATE);
                out.writeLong(certificate.worthless().getEpochSecond());
            }
        }
    }

    private static Note note(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case NAMES -> new Note.Names(in.readUTF(), in.readBoolean());
            case MAKES -> new Note.Makes(in.readUTF());
            case INCLUDES -> new Note.Includes(in.readUTF());
            case CERTIFICATE -> new Note.Certificate(Instant.ofEpochSecond(in.readLong()));
            default -> throw new IOException("there is no note of kind %d".formatted(kind));
        };
    }

    static FileFacts read(DataInputStream in) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            findings.add(finding(in));
        }
        List<Reference> references = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            Finding missing = finding(in);
            Reference.Kind kind = KINDS[in.readByte()];
            String name = in.readUTF();
            List<String> candidates = new ArrayList<>();
            for (int more = in.readInt(); more > 0; more--) {
                candidates.add(in.readUTF());
            }
            references.add(new Reference(missing, kind, name, candidates));
        }
        Map<String, Integer> counts = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            counts.put(in.readUTF(), in.readInt());
        }
        Set<Note> notes = new LinkedHashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            notes.add(note(in));
        }
        return new FileFacts(findings, references, counts, notes);
    }

    static void write(DataOutputStream out, Finding finding) throws IOException {
        text(out, finding.code());
        out.writeByte(finding.severity().ordinal());
        path(out, finding.path());
        out.writeInt(finding.line());
        text(out, finding.message());
    }

    static Finding finding(DataInputStream in) throws IOException {
        return new Finding(in.readUTF(), SEVERITIES[in.readByte()], in.readUTF(), in.readInt(), in.readUTF());
    }

    /// A path longer than what can be written is cut; no file system has such a path.
    static void path(DataOutputStream out, String path) throws IOException {
        out.writeUTF(path.length() <= 20_000 ? path : path.substring(0, 20_000));
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.writeUTF(text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…");
    }
}
