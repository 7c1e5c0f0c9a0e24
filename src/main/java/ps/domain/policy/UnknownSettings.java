package ps.domain.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Says which settings the application does not have, such as a misspelt one, which Spring Boot would pass over. One in a
 * file, an argument or a system property is meant for this application, and stops the start. The environment is shared with
 * whatever else is there, so what is in it is only logged.
 */
final class UnknownSettings implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    private static final Logger log = LoggerFactory.getLogger(UnknownSettings.class);

    private static final String SERVICE = "SERVICE_";

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        KnownSettings known = KnownSettings.read();
        if (known.isEmpty()) {
            return;
        }
        Set<String> unknown = new LinkedHashSet<>();
        for (PropertySource<?> source : event.getEnvironment().getPropertySources()) {
            if (source instanceof SystemEnvironmentPropertySource environment) {
                warnOf(environment, known);
            } else if (source instanceof EnumerablePropertySource<?> given) {
                for (String name : given.getPropertyNames()) {
                    if (KnownSettings.isOurs(name) && !known.has(name)) {
                        unknown.add(name + notKnown(known.nearest(name)));
                    }
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", unknown));
        }
    }

    private static void warnOf(SystemEnvironmentPropertySource environment, KnownSettings known) {
        List<String> unknown = new ArrayList<>();
        for (String name : environment.getPropertyNames()) {
            if (KnownSettings.isOurVariable(name) && !known.hasVariable(name)) {
                unknown.add(name);
            }
        }
        for (String name : withoutServices(unknown)) {
            log.warn("{}{}", name, notKnown(known.nearestVariable(name)));
        }
    }

    private static String notKnown(Optional<String> nearest) {
        return nearest.map(near -> " is not a setting; the nearest one is " + near)
                .orElse(" is not a setting of this application");
    }

    /**
     * Without those by which Kubernetes tells every container of a service: one by the name of "policy" makes
     * POLICY_SERVICE_HOST, POLICY_PORT_8080_TCP and more.
     */
    private static List<String> withoutServices(List<String> variables) {
        List<String> services = variables.stream()
                .filter(name -> name.endsWith(SERVICE + "HOST"))
                .map(name -> name.substring(0, name.lastIndexOf(SERVICE)))
                .toList();
        return variables.stream()
                .filter(name -> services.stream()
                        .noneMatch(service -> name.startsWith(service + SERVICE) || name.startsWith(service + "PORT")))
                .toList();
    }
}
