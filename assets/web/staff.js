/* What the staff pages do better with script. Without it every page works the same through its buttons. */
"use strict";

/* The preview follows what is typed: the form goes to the address of its preview buttons and a picture comes back. */
function livePreview(section) {
	const form = document.getElementById(section.dataset.form);
	const buttons = section.querySelectorAll("button[name=show]");
	const glass = section.querySelector(".glass"), where = section.querySelector("[data-where]");
	let show = section.querySelector("button[aria-pressed=true]"), timer = 0, wanted = 0, address = "";
	if (!form || !show)
		return;

	/* Without script the page says to press a button: here the picture comes by itself. */
	function put(src) {
		let picture = glass.querySelector("img");
		if (!picture) {
			picture = document.createElement("img");
			picture.alt = section.dataset.alt;
			glass.replaceChildren(picture);
		}
		picture.removeAttribute("width"); /* of the screen: a slip has another shape */
		picture.removeAttribute("height");
		picture.src = src;
	}

	async function draw() {
		const mine = ++wanted, data = new FormData(form);
		data.set("show", show.value);
		data.delete("picture"); /* files are sent once, when the form is published */
		const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
		glass.setAttribute("aria-busy", "true");
		glass.classList.toggle("paper", show.value === "slip");
		try {
			const answer = await fetch(show.formAction, {method: "POST", body, headers: {Accept: "image/png"}});
			const blob = answer.ok ? await answer.blob() : null;
			if (mine !== wanted)
				return;
			if (blob && blob.type === "image/png") {
				const before = address;
				address = URL.createObjectURL(blob);
				put(address);
				where.textContent = decodeURIComponent(answer.headers.get("Aula-Where") || "") || where.textContent;
				if (before)
					URL.revokeObjectURL(before);
			}
		} catch (e) {
			/* the picture that stands stays */
		} finally {
			if (mine === wanted)
				glass.removeAttribute("aria-busy");
		}
	}

	function later() {
		clearTimeout(timer);
		timer = setTimeout(draw, 350);
	}

	form.addEventListener("input", later);
	if (!glass.querySelector("img"))
		draw();
	for (const button of buttons) {
		button.addEventListener("click", (event) => {
			event.preventDefault();
			for (const b of buttons) {
				b.setAttribute("aria-pressed", String(b === button));
				b.classList.toggle("primary", b === button);
			}
			show = button;
			draw();
		});
	}
}

/* Receipts come in: parts marked data-live are fetched again while one of them waits. */
function liveParts() {
	let left = 150;
	async function look() {
		if (!document.querySelector("[data-waiting]") || left-- <= 0)
			return;
		if (!document.hidden) {
			try {
				const answer = await fetch(location.href, {headers: {Accept: "text/html"}});
				if (!answer.ok)
					return;
				const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
				for (const part of document.querySelectorAll("[data-live]")) {
					const now = fresh.getElementById(part.id);
					if (now && now.outerHTML !== part.outerHTML)
						part.replaceWith(now);
				}
			} catch (e) {
				/* tried again */
			}
		}
		setTimeout(look, 2000);
	}
	setTimeout(look, 1000);
}

/* "Publish to 10 screens": of the centres ticked, or of the single screens ticked in them. */
function countScreens(words) {
	const form = words.closest("form"), plain = words.textContent;
	function count() {
		if (form.querySelector("[name=everywhere]:checked") || form.querySelector("[name=screen]:checked"))
			return form.querySelector("[name=everywhere]:checked") ? 0 : form.querySelectorAll("[name=screen]:checked").length;
		let n = 0;
		for (const box of form.querySelectorAll("[data-screens]"))
			n += box.querySelector(":checked") ? Number(box.dataset.screens) : 0;
		return n;
	}
	function show() {
		const n = count();
		words.textContent = n === 0 ? plain : (n === 1 ? words.dataset.one : words.dataset.many).replace("%d", n);
	}
	form.addEventListener("change", show);
	show();
}

/* A choice that is sent by its button without script is sent at once with it. */
function submitting(select) {
	select.form.classList.add("scripted");
	select.addEventListener("change", () => select.form.requestSubmit());
}

document.querySelectorAll("[data-submit]").forEach(submitting);
document.querySelectorAll("[data-publish]").forEach(countScreens);
document.querySelectorAll("[data-preview]").forEach(livePreview);
liveParts();
