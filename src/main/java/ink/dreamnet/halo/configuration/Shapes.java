package ink.dreamnet.halo.configuration;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import ink.dreamnet.halo.configuration.Shape.Entries;
import ink.dreamnet.halo.configuration.Shape.Items;
import ink.dreamnet.halo.configuration.Shape.Members;
import ink.dreamnet.halo.configuration.Shape.Value;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.BindConstructorProvider;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/// Tells what configuration may say of a Java type that Spring's binder makes: by its constructor, or by its setters.
final class Shapes {

    private static final DefaultParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

    private final ClassLoader loader;
    /// A type may have itself as a member.
    private final Map<String, Members> read = new HashMap<>();

    /// @param loader knows the types that are only named
    Shapes(ClassLoader loader) {
        this.loader = loader;
    }

    /// @param name as configuration metadata has it (`java.util.List<org.example.Item>`)
    Shape named(String name) {
        int bracket = name.indexOf('<');
        if (bracket > 0) {
            String last = name.substring(Math.max(bracket, topLevelComma(name)) + 1, name.length() - 1).strip();
            return ClassUtils.isAssignable(Map.class, ClassUtils.resolveClassName(name.substring(0, bracket), loader))
                    ? new Entries(named(last))
                    : new Items(named(last));
        }
        return ClassUtils.isPresent(name, loader)
                ? of(ResolvableType.forClass(ClassUtils.resolveClassName(name, loader)))
                : Value.ANYTHING;
    }

    private static int topLevelComma(String name) {
        int depth = 0;
        for (int i = 0; i < name.length(); i++) {
            switch (name.charAt(i)) {
                case '<' -> depth++;
                case '>' -> depth--;
                case ',' -> {
                    if (depth == 1) {
                        return i;
                    }
                }
                default -> {
                    // part of a name
                }
            }
        }
        return -1;
    }

    Shape of(ResolvableType type) {
        Class<?> raw = type.toClass();
        if (raw == Object.class) {
            return Value.ANYTHING;
        }
        if (Map.class.isAssignableFrom(raw)) {
            return new Entries(of(type.asMap().getGeneric(1)));
        }
        if (raw.isArray() || Collection.class.isAssignableFrom(raw)) {
            return new Items(of(raw.isArray() ? type.getComponentType() : type.asCollection().getGeneric(0)));
        }
        boolean text = ApplicationConversionService.getSharedInstance().canConvert(String.class, raw);
        if (raw.isPrimitive() || raw.isInterface() || text && !raw.isRecord() || raw.getName().startsWith("java.")) {
            return Value.TEXT;
        }
        return members(type, raw, text);
    }

    private Shape members(ResolvableType type, Class<?> raw, boolean text) {
        Members known = read.get(type.toString());
        if (known != null) {
            return known;
        }
        Members members = new Members();
        read.put(type.toString(), members);
        Constructor<?> constructor = BindConstructorProvider.DEFAULT.getBindConstructor(raw, false);
        if (constructor != null) {
            parameters(type, constructor, members);
        } else {
            properties(type, raw, members);
        }
        if (text) {
            members.allowText();
        }
        return members;
    }

    private void parameters(ResolvableType type, Constructor<?> constructor, Members members) {
        @Nullable
        String @Nullable [] names = NAMES.getParameterNames(constructor);
        Parameter[] parameters = constructor.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            Name given = parameters[i].getAnnotation(Name.class);
            String known = names == null ? null : names[i];
            String name = given != null ? given.value() : known == null ? parameters[i].getName() : known;
            members.add(Shape.dashed(name),
                    of(ResolvableType.forConstructorParameter(constructor, i, type.toClass())));
        }
    }

    /// Spring also fills what has no setter: a list, a map or an object that is there.
    private void properties(ResolvableType type, Class<?> raw, Members members) {
        for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(raw)) {
            Method write = property.getWriteMethod();
            Method get = property.getReadMethod();
            if (write != null) {
                members.add(Shape.dashed(property.getName()),
                        of(ResolvableType.forMethodParameter(write, 0, type.toClass())));
            } else if (get != null && get.getDeclaringClass() != Object.class) {
                Shape shape = of(ResolvableType.forMethodReturnType(get, type.toClass()));
                if (shape != Value.TEXT) {
                    members.add(Shape.dashed(property.getName()), shape);
                }
            }
        }
    }
}
