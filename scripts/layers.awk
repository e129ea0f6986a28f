# Reads src/layers.txt and writes a Makefile fragment:
#   LAYERS         all layer names, lowest first
#   CLOSURE_x      x and every layer it may reach, highest first (link order)
#   PKGS_x LIBS_x  what x itself needs from the system
# Usage: awk -f scripts/layers.awk src/layers.txt > build/layers.mk
/^#/ || NF == 0 { next }
{
	split($0, part, "|")
	split(part[1], side, "->")
	name = side[1]; gsub(/ /, "", name)
	order[++n] = name
	deps[name] = " " side[2] " "
	pkgs[name] = part[2]
	libs[name] = part[3]
}
END {
	for (i = 1; i <= n; i++) {
		x = order[i]
		reach[x] = " " x " "
		for (j = i - 1; j >= 1; j--) {
			y = order[j]
			for (k = j; k <= i; k++)
				if (index(reach[x], " " order[k] " ") && index(deps[order[k]], " " y " "))
					if (!index(reach[x], " " y " "))
						reach[x] = reach[x] y " "
		}
		closure = ""
		for (j = i; j >= 1; j--)
			if (index(reach[x], " " order[j] " "))
				closure = closure " " order[j]
		printf "CLOSURE_%s :=%s\nPKGS_%s := %s\nLIBS_%s := %s\n", x, closure, x, pkgs[x], x, libs[x]
		all = all " " x
	}
	printf "LAYERS :=%s\n", all
}
