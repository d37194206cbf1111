package ink.dreamnet.halo.repo.git;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PackParser;

/// A bare repository that receives a pack only within bounds: JGit makes arrays as large as a pack says that it is.
final class BoundedRepository extends FileRepository {

    /// A shallow clone of the largest public repositories has some hundred thousand.
    static final int MOST_OBJECTS = 2_000_000;

    private final long maxObject;

    /// @param maxObject how large an object of a pack may be when it is decompressed, in bytes
    BoundedRepository(Path directory, long maxObject) throws IOException {
        super(new FileRepositoryBuilder().setBare().setGitDir(directory.toFile()).setup());
        this.maxObject = maxObject;
    }

    @Override
    public ObjectInserter newObjectInserter() {
        ObjectInserter inserter = super.newObjectInserter();
        return new ObjectInserter.Filter() {

            @Override
            protected ObjectInserter delegate() {
                return inserter;
            }

            @Override
            public PackParser newPackParser(InputStream in) throws IOException {
                PackParser parser = super.newPackParser(new Header(in));
                parser.setMaxObjectSizeLimit(maxObject);
                return parser;
            }
        };
    }

    /// Reads how many objects a pack says that it has, in the last four of its first twelve bytes
    /// ([gitformat-pack](https://git-scm.com/docs/gitformat-pack)).
    private static final class Header extends FilterInputStream {

        private static final int SIZE = 12;

        private final ByteBuffer header = ByteBuffer.allocate(SIZE);

        Header(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int offset, int size) throws IOException {
            int count = super.read(into, offset, size);
            if (header.hasRemaining() && count > 0) {
                header.put(into, offset, Math.min(count, header.remaining()));
                check();
            }
            return count;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            if (header.hasRemaining() && next >= 0) {
                header.put((byte) next);
                check();
            }
            return next;
        }

        private void check() throws IOException {
            if (!header.hasRemaining()) {
                long objects = Integer.toUnsignedLong(header.getInt(SIZE - Integer.BYTES));
                if (objects > MOST_OBJECTS) {
                    throw new IOException(
                            "its pack has %d objects, at most %d are allowed".formatted(objects, MOST_OBJECTS));
                }
            }
        }
    }
}
