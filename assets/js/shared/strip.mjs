// The marks of macro `strip`: filled column by column, one dash a person.

export const PITCH = 9;
const GAP = 3;

/** The paths of one row: of those who signed, and of the rest of `total`; "" where there is nobody. */
export function row(index, rows, signed, total) {
  const reach = (people) => Math.max(Math.ceil((people - index) / rows), 0) * PITCH;
  const [start, end] = [reach(signed), reach(total)];
  const y = index * PITCH + PITCH / 2;
  return {
    done: start ? `M0 ${y}H${start - GAP}` : "",
    rest: end > start ? `M${start} ${y}H${end - GAP}` : "",
  };
}
