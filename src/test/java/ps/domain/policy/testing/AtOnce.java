package ps.domain.policy.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** People who press at the same moment. */
public final class AtOnce {

    private AtOnce() {}

    /** Lets all of them go together, and hands back what each got, in order. */
    @SafeVarargs
    public static <T> List<T> all(Callable<T>... presses) throws Exception {
        CyclicBarrier start = new CyclicBarrier(presses.length);
        List<T> answers = new ArrayList<>();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> pressed = new ArrayList<>();
            for (Callable<T> press : presses) {
                pressed.add(people.submit(() -> {
                    start.await();
                    return press.call();
                }));
            }
            for (Future<T> answer : pressed) {
                answers.add(answer.get());
            }
        }
        return answers;
    }
}
