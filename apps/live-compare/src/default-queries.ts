/** The ten queries that are asked unless others are given. */
export const defaultQueries: readonly string[] = [
  "gift for someone who loves cooking",
  "comfortable running shoes for men",
  "budget friendly electronics for kids",
  "waterproof jacket for hiking in rain",
  "wireless noise cancelling headphones",
  "eco friendly reusable products for home",
  "back support cushion for office chair",
  "portable charger for camping trip",
  "toys for toddlers learning to walk",
  "professional camera for beginners",
];
