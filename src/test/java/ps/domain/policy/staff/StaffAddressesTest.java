package ps.domain.policy.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import jakarta.servlet.ServletException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.HalfSignedIn.Next;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SignedIn;
import ps.domain.policy.text.Language;

/**
 * Who may ask for what: every staff address with every method, tried as a stranger, with a
 * password alone, and in each role. A new address needs a line in
 * {@code staff-addresses.txt}.
 */
@PolicyTest
class StaffAddressesTest {

    private static final Pattern CHOICE = Pattern.compile("\\{\\w+:([\\w-]+(?:\\|[\\w-]+)+)}");

    @Autowired
    private MockMvc mvc;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private List<RequestMappingHandlerMapping> mappings;

    private record Person(String role, RequestPostProcessor signedIn) {}

    @Test
    void everyAddressIsForThoseWhomItIsFor() throws Exception {
        StaffPrincipal person =
                staff.register("half@staff.example", "half", Role.ADMIN, Language.EN, null, Actor.APPLICATION);
        List<Person> people = Stream.concat(
                        Arrays.stream(Next.values()).map(next -> new Person(next.name(), half(person, next))),
                        Arrays.stream(Role.values()).map(role -> new Person(role.name(), SignedIn.as(staff, role))))
                .toList();
        List<String> found = new ArrayList<>();
        for (String address : addresses()) {
            String[] parts = address.split(" ", 2);
            found.add(leastRole(parts[0], parts[1], people) + " " + address);
        }

        assertThat(found).containsExactlyElementsOf(StaffAddress.lines());
    }

    private String leastRole(String method, String path, List<Person> people) throws Exception {
        if (isLetIn(request(method, path))) {
            return "ANYBODY";
        }
        for (Person person : people) {
            if (isLetIn(request(method, path).with(person.signedIn))) {
                return person.role;
            }
        }
        return "NOBODY";
    }

    /** Whatever comes of it, such as that there is no such draft: the door was open. */
    private boolean isLetIn(MockHttpServletRequestBuilder request) throws Exception {
        MockHttpServletResponse response;
        try {
            response = mvc.perform(request).andReturn().getResponse();
        } catch (ServletException inside) {
            return true;
        }
        String location = String.valueOf(response.getRedirectedUrl());
        return response.getStatus() != 403
                && response.getStatus() != 401
                && !location.matches("/admin/(sign-in(/second)?|me/second-factor)(\\?to=.*)?");
    }

    private static RequestPostProcessor half(StaffPrincipal person, Next next) {
        return authentication(UsernamePasswordAuthenticationToken.authenticated(
                new HalfSignedIn(person.id(), Language.EN, next),
                null,
                List.of(new SimpleGrantedAuthority(next.authority()))));
    }

    private static MockHttpServletRequestBuilder request(String method, String path) {
        String filled = StaffAddress.VARIABLE
                .matcher(path)
                .replaceAll(variable ->
                        variable.group(1).matches("n|number|version") ? "1" : "00000000-0000-0000-0000-000000000000");
        return MockMvcRequestBuilders.request(HttpMethod.valueOf(method), URI.create(filled))
                .header("Accept", "text/html")
                .with(csrf());
    }

    private Set<String> addresses() {
        Set<String> addresses = new TreeSet<>();
        for (RequestMappingHandlerMapping mapping : mappings) {
            mapping.getHandlerMethods()
                    .keySet()
                    .forEach(info -> info.getPatternValues().stream()
                            .filter(path -> path.startsWith("/admin"))
                            .flatMap(StaffAddressesTest::eachChoice)
                            .flatMap(path -> methods(info.getMethodsCondition().getMethods())
                                    .map(method -> method + " " + path))
                            .forEach(addresses::add));
        }
        return addresses;
    }

    /** A variable that is one of some words is each of them. */
    private static Stream<String> eachChoice(String path) {
        Matcher choice = CHOICE.matcher(path);
        return choice.find()
                ? Arrays.stream(choice.group(1).split("\\|"))
                        .map(word -> choice.replaceFirst(word))
                        .flatMap(StaffAddressesTest::eachChoice)
                : Stream.of(path);
    }

    private static Stream<String> methods(Set<RequestMethod> methods) {
        return methods.isEmpty() ? Stream.of("GET") : methods.stream().map(Enum::name);
    }
}
