import { auditProduct } from "../audit/audit-product.ts";
import type { ProductForQueries } from "../providers/query-provider.ts";

/**
 * Products in the packs in which they are asked about: neighbours together, a product with a
 * suspicious text alone. The packs depend on the products alone, not on what is answered already,
 * so that a run that goes on asks the same questions.
 *
 * @param size Products of a pack at most; an integer of at least 1.
 */
export function packProducts(
  products: readonly ProductForQueries[],
  size: number,
): readonly (readonly ProductForQueries[])[] {
  if (size === 1) return products.map((product) => [product]);
  const packs: (readonly ProductForQueries[])[] = [];
  let open: ProductForQueries[] = [];
  for (const product of products) {
    if (auditProduct(product).length > 0) packs.push([product]);
    else if (open.push(product) === size) {
      packs.push(open);
      open = [];
    }
  }
  return open.length === 0 ? packs : [...packs, open];
}
