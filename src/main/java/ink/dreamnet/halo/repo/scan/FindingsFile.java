package ink.dreamnet.halo.repo.scan;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import ink.dreamnet.halo.code.Finding;
import org.jspecify.annotations.Nullable;

/// The file that holds every finding of one analysis.
final class FindingsFile {

    private static final int FORMAT = 0x46_30_30_31;

    private FindingsFile() {
    }

    /// Writes findings.
    static final class Writer implements Closeable {

        private final DataOutputStream out;

        /// @param analysis the analysis that they belong to
        Writer(Path file, String analysis) throws IOException {
            this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
            out.writeInt(FORMAT);
            out.writeUTF(analysis);
        }

        void add(Finding finding) throws IOException {
            out.writeBoolean(true);
            FactsCodec.write(out, finding);
        }

        @Override
        public void close() throws IOException {
            out.writeBoolean(false);
            out.close();
        }
    }

    /// Reads a part of the findings.
    ///
    /// @param from how many to pass over, whether they match or not
    /// @param most how many to take
    /// @return the findings, each with its number; null where the file belongs to another analysis
    static @Nullable List<NumberedFinding> read(Path file, String analysis, int from, int most,
            Predicate<Finding> matches) throws IOException {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            if (in.readInt() != FORMAT || !in.readUTF().equals(analysis)) {
                return null;
            }
            List<NumberedFinding> found = new ArrayList<>();
            for (int number = 0; found.size() < most && in.readBoolean(); number++) {
                Finding finding = FactsCodec.finding(in);
                if (number >= from && matches.test(finding)) {
                    found.add(new NumberedFinding(number, finding));
                }
            }
            return found;
        }
    }
}
