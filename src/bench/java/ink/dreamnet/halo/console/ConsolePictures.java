package ink.dreamnet.halo.console;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import ink.dreamnet.halo.support.Chromium;

/// Takes the pictures of `docs/console.md` of a HALO that runs with the profile `demo`: each screen light and dark, wide and as a phone
/// shows it. Two minutes after its start there is most to see.
public final class ConsolePictures {

    private static final Set<String> SHOWN = Set.of("board", "problems", "problem", "approvals", "task", "silences",
            "silence", "agents", "subject", "cycles", "cycle", "insights", "memory", "plumbing", "audit", "search");
    /// Enough for letters with soft edges, and a third of the size of a picture with all colours.
    private static final int COLOURS = 32;
    /// Milliseconds until charts and graphs are drawn.
    private static final int DRAWN = 600;

    private ConsolePictures() {
    }

    /// Takes them.
    ///
    /// @param args where that HALO is (`http://localhost:8080`), and the folder for the pictures (`docs/images/console`)
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[1]));
        try (BrowserContext context = Chromium.browser().newContext(new Browser.NewContextOptions()
                .setBaseURL(args[0]).setReducedMotion(ReducedMotion.REDUCE))) {
            Page page = context.newPage();
            for (Screens.Screen screen : Screens.ALL) {
                if (SHOWN.contains(screen.name())) {
                    take(page, screen, folder, "wide", 1280, 800);
                    take(page, screen, folder, "phone", 390, 844);
                }
            }
        }
        System.exit(0);
    }

    private static void take(Page page, Screens.Screen screen, Path folder, String size, int width, int height)
            throws IOException {
        page.setViewportSize(width, height);
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            // charts take their colours when they are drawn
            int status = screen.open(page);
            if (status != 200) {
                throw new IllegalStateException("%s answers %d".formatted(screen.name(), status));
            }
            page.waitForTimeout(DRAWN);
            write(small(ImageIO.read(new ByteArrayInputStream(page.screenshot()))), folder.resolve("%s-%s%s.png"
                    .formatted(screen.name(), size, scheme == ColorScheme.DARK ? "-dark" : "")));
        }
    }

    private static void write(BufferedImage image, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam smallest = writer.getDefaultWriteParam();
        smallest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        smallest.setCompressionQuality(0);
        Files.deleteIfExists(file);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), smallest);
        } finally {
            writer.dispose();
        }
    }

    /// @return the picture in its most frequent colours, every other one replaced by the nearest of them
    private static BufferedImage small(BufferedImage full) {
        int[] pixels = full.getRGB(0, 0, full.getWidth(), full.getHeight(), null, 0, full.getWidth());
        Map<Integer, Integer> counts = new HashMap<>();
        for (int pixel : pixels) {
            counts.merge(pixel, 1, Integer::sum);
        }
        int[] palette = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(COLOURS).mapToInt(Map.Entry::getKey).toArray();
        Map<Integer, Integer> nearest = new HashMap<>();
        BufferedImage small = new BufferedImage(full.getWidth(), full.getHeight(), BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(Byte.SIZE, palette.length, palette, 0, false, -1, 0));
        for (int i = 0; i < pixels.length; i++) {
            int colour = nearest.computeIfAbsent(pixels[i], pixel -> nearest(pixel, palette));
            small.getRaster().setSample(i % full.getWidth(), i / full.getWidth(), 0, colour);
        }
        return small;
    }

    private static int nearest(int pixel, int[] palette) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < palette.length; i++) {
            int red = (pixel >> 16 & 0xff) - (palette[i] >> 16 & 0xff);
            int green = (pixel >> 8 & 0xff) - (palette[i] >> 8 & 0xff);
            int blue = (pixel & 0xff) - (palette[i] & 0xff);
            int distance = red * red + green * green + blue * blue;
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }
}
