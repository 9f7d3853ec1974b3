/** The films of the default seed, as documents of a `movies` collection. */
import type { JsonSchema } from "./Collections.ts"

/** MongoDB's JSON schema of a film. */
export const movieSchema: JsonSchema = {
  title: "Movie",
  bsonType: "object",
  required: ["title"],
  properties: {
    _id: { bsonType: "objectId" },
    title: { bsonType: "string" },
    year: { bsonType: "int" },
    rated: { bsonType: "string" },
    runtime: { bsonType: "int" },
    director: { bsonType: "string" },
    cast: { bsonType: "array", items: { bsonType: "string" } }
  }
}

export const films = [
  {
    _id: "573a1390f29313caabcd4135",
    title: "Metropolis",
    year: 1927,
    rated: "NOT RATED",
    runtime: 153,
    director: "Fritz Lang",
    cast: ["Brigitte Helm", "Alfred Abel", "Gustav Fröhlich"]
  },
  {
    _id: "573a1391f29313caabcd8521",
    title: "Modern Times",
    year: 1936,
    rated: "G",
    runtime: 87,
    director: "Charles Chaplin",
    cast: ["Charles Chaplin", "Paulette Goddard"]
  },
  {
    _id: "573a1392f29313caabcda653",
    title: "The Wizard of Oz",
    year: 1939,
    rated: "PG",
    runtime: 102,
    director: "Victor Fleming",
    cast: ["Judy Garland", "Frank Morgan", "Ray Bolger"]
  },
  {
    _id: "573a1392f29313caabcdb497",
    title: "Casablanca",
    year: 1942,
    rated: "PG",
    runtime: 102,
    director: "Michael Curtiz",
    cast: ["Humphrey Bogart", "Ingrid Bergman", "Paul Henreid"]
  },
  {
    _id: "573a1394f29313caabcdf67a",
    title: "Seven Samurai",
    year: 1954,
    rated: "NOT RATED",
    runtime: 207,
    director: "Akira Kurosawa",
    cast: ["Toshiro Mifune", "Takashi Shimura", "Keiko Tsushima"]
  },
  {
    _id: "573a1394f29313caabce0899",
    title: "12 Angry Men",
    year: 1957,
    rated: "APPROVED",
    runtime: 96,
    director: "Sidney Lumet",
    cast: ["Henry Fonda", "Lee J. Cobb", "Martin Balsam"]
  },
  {
    _id: "573a1395f29313caabce1f51",
    title: "2001: A Space Odyssey",
    year: 1968,
    rated: "G",
    runtime: 149,
    director: "Stanley Kubrick",
    cast: ["Keir Dullea", "Gary Lockwood", "William Sylvester"]
  },
  {
    _id: "573a1396f29313caabce4a9a",
    title: "The Godfather",
    year: 1972,
    rated: "R",
    runtime: 175,
    director: "Francis Ford Coppola",
    cast: ["Marlon Brando", "Al Pacino", "James Caan"]
  },
  {
    _id: "573a1397f29313caabce68f6",
    title: "Alien",
    year: 1979,
    rated: "R",
    runtime: 117,
    director: "Ridley Scott",
    cast: ["Sigourney Weaver", "Tom Skerritt", "John Hurt"]
  },
  {
    _id: "573a1398f29313caabceb1fe",
    title: "Back to the Future",
    year: 1985,
    rated: "PG",
    runtime: 116,
    director: "Robert Zemeckis",
    cast: ["Michael J. Fox", "Christopher Lloyd", "Lea Thompson"]
  },
  {
    _id: "573a139af29313caabcf0f51",
    title: "Run Lola Run",
    year: 1998,
    rated: "R",
    runtime: 81,
    director: "Tom Tykwer",
    cast: ["Franka Potente", "Moritz Bleibtreu", "Herbert Knaup"]
  },
  {
    _id: "573a139bf29313caabcf3d23",
    title: "Spirited Away",
    year: 2001,
    rated: "PG",
    runtime: 125,
    director: "Hayao Miyazaki",
    cast: ["Rumi Hiiragi", "Miyu Irino", "Mari Natsuki"]
  }
]
