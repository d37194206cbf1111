package ink.dreamnet.halo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A line chart as SVG, in grey where a reader's page is dark or light.
public final class LinePlot {

    private static final String[] COLOURS = {"#1b9e77", "#d95f02", "#7570b3", "#e7298a", "#66a61e", "#e6ab02", "#a6761d",
            "#666666"};
    private static final int WIDTH = 720;
    private static final int HEIGHT = 360;
    private static final int LEFT = 60;
    private static final int RIGHT = 200;
    private static final int TOP = 20;
    private static final int BOTTOM = 50;
    private static final int STEPS = 5;

    private final String xName;
    private final String yName;
    private final double[] x;
    private final double[] y;
    private final List<Series> all = new ArrayList<>();

    private record Series(String name, List<double[]> points, boolean dashed) {
    }

    /// @param xName what the horizontal axis shows
    /// @param x its least and greatest value
    /// @param yName what the vertical axis shows
    /// @param y its least and greatest value; what lies beyond is cut off
    public LinePlot(String xName, double[] x, String yName, double[] y) {
        this.xName = xName;
        this.yName = yName;
        this.x = x.clone();
        this.y = y.clone();
    }

    /// Adds a line.
    ///
    /// @param points pairs of a horizontal and a vertical value
    public void line(String name, List<double[]> points, boolean dashed) {
        all.add(new Series(name, List.copyOf(points), dashed));
    }

    private double across(double value) {
        return LEFT + (value - x[0]) / (x[1] - x[0]) * (WIDTH - LEFT - RIGHT);
    }

    private double up(double value) {
        return HEIGHT - BOTTOM - (Math.min(value, y[1]) - y[0]) / (y[1] - y[0]) * (HEIGHT - TOP - BOTTOM);
    }

    /// Writes it.
    public void write(Path file) throws IOException {
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12" fill="#808080">
                """.formatted(WIDTH, HEIGHT));
        for (int step = 0; step <= STEPS; step++) {
            double across = x[0] + step * (x[1] - x[0]) / STEPS;
            double up = y[0] + step * (y[1] - y[0]) / STEPS;
            svg.append(format("<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='#80808040'/>%n", across(x[0]), up(up),
                    across(x[1]), up(up)));
            svg.append(format("<text x='%.1f' y='%.1f' text-anchor='middle'>%.2f</text>%n", across(across),
                    HEIGHT - BOTTOM + 18.0, across));
            svg.append(format("<text x='%.1f' y='%.1f' text-anchor='end'>%.2f</text>%n", LEFT - 8.0, up(up) + 4, up));
        }
        svg.append(format("<text x='%.1f' y='%.1f' text-anchor='middle'>%s</text>%n", (across(x[0]) + across(x[1])) / 2,
                HEIGHT - 12.0, xName));
        svg.append(format("<text transform='translate(14 %.1f) rotate(-90)' text-anchor='middle'>%s</text>%n",
                (HEIGHT - BOTTOM + TOP) / 2.0, yName));
        for (int number = 0; number < all.size(); number++) {
            Series series = all.get(number);
            String colour = COLOURS[number % COLOURS.length];
            StringBuilder points = new StringBuilder();
            series.points().forEach(point -> points.append(format("%.1f,%.1f ", across(point[0]), up(point[1]))));
            svg.append(format("<polyline points='%s' fill='none' stroke='%s' stroke-width='2'%s/>%n", points.toString().strip(),
                    colour, series.dashed() ? " stroke-dasharray='6 4'" : ""));
            svg.append(format("<text x='%.1f' y='%.1f' fill='%s'>%s</text>%n", WIDTH - RIGHT + 12.0, TOP + 16.0 * (number + 1),
                    colour, series.name()));
        }
        Files.writeString(file, svg.append("</svg>\n"));
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
