// The page for witnesses: saksi.html opens it with the line behind the #, which no server sees.

const field = document.querySelector('[name="line"]');

try {
  const line = decodeURIComponent(location.hash.slice(1));
  if (field && !field.value && line.startsWith("— ")) {
    field.value = line;
    field.focus();
  }
} catch {
  // Not an escaped text: nothing that saksi.html wrote.
}
