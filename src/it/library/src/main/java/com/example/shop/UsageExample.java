package com.example.shop;

import java.nio.file.Path;
import java.util.List;

import ink.dreamnet.halo.HaloLoop;
import ink.dreamnet.halo.HaloOptions;
import ink.dreamnet.halo.Registration;
import ink.dreamnet.halo.cycle.RecordedCycle;
import ink.dreamnet.halo.engine.HaloEngine;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.weakpoint.WeakPoint;

/// The usage example of HALO's documentation, in a program without Spring.
public class UsageExample {

    public static void main(String[] arguments) {
        Orders orders = new Orders();
        orders.place(500);

        // Register HALO Loop
        Registration registration = HaloLoop.register(HaloOptions.builder().dataDirectory(Path.of("halo"))
                .analyzer(new OrderBacklogAnalyzer(orders)).strategy(ShipOrdersStrategy.class).build());
        HaloEngine haloEngine = registration.engine();

        // Manually trigger a cycle
        RecordedCycle cycle = haloEngine.runCycle("manual");

        // Get weak points
        List<WeakPoint> weakPoints = cycle.weakPoints();

        // Get generated tasks
        List<TaskView> tasks = cycle.generatedTasks();

        System.out.println(cycle.summary());
        weakPoints.forEach(weakPoint -> System.out.println(weakPoint.severity() + " " + weakPoint.summary()));
        tasks.forEach(task -> System.out.println(task.type() + " is " + task.status().wire()));
        registration.close();
    }
}
