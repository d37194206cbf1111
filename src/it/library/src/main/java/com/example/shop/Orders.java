package com.example.shop;

import java.util.concurrent.atomic.AtomicInteger;

/// The orders that wait to be shipped.
public class Orders {

    private final AtomicInteger waiting = new AtomicInteger();

    public void place(int orders) {
        waiting.addAndGet(orders);
    }

    public int waiting() {
        return waiting.get();
    }
}
