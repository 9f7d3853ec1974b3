/** Collections with every kind of field and relationship that GraphQL has something for. */
import type { Collection } from "@atlas-bearer/emulator/Collections"

const scalar = (bsonType: string) => ({ bsonType })
const list = (items: Collection["jsonSchema"]) => ({ bsonType: "array", items })

const toPeople = "#/relationship/mongodb-atlas/library/History_people"

export const books: Collection = {
  collection: "books",
  jsonSchema: {
    title: "Book",
    bsonType: "object",
    required: ["title", "tags"],
    properties: {
      _id: scalar("objectId"),
      title: scalar("string"),
      pages: scalar("int"),
      copies: scalar("long"),
      price: scalar("double"),
      weight: scalar("decimal"),
      lent: scalar("bool"),
      printed: scalar("date"),
      changed: scalar("timestamp"),
      tags: list(scalar("string")),
      cover: {
        bsonType: "object",
        required: ["color"],
        properties: {
          color: scalar("string"),
          gilded: scalar("bool"),
          spine_parts: list(scalar("int")),
          painter: scalar("string")
        }
      },
      item_reviews: list({
        bsonType: "object",
        properties: { stars: scalar("int"), by: scalar("string"), critic: scalar("string") }
      }),
      "Name of 2nd editor": scalar("string"),
      __secret: scalar("string"),
      anything: scalar("mixed"),
      author: scalar("string"),
      translators: list(scalar("string"))
    }
  },
  relationships: {
    author: { ref: toPeople, foreignKey: "handle", isList: false },
    translators: { ref: toPeople, foreignKey: "handle", isList: true },
    "cover.painter": { ref: toPeople, foreignKey: "handle", isList: false },
    "item_reviews.[].critic": { ref: toPeople, foreignKey: "handle", isList: false }
  }
}

/** Without a title, and related to itself. */
export const people: Collection = {
  collection: "History_people",
  jsonSchema: {
    required: ["handle"],
    properties: {
      _id: scalar("objectId"),
      handle: scalar("string"),
      born: scalar("int"),
      teacher: scalar("string"),
      books: list(scalar("objectId"))
    }
  },
  relationships: {
    teacher: { ref: toPeople, foreignKey: "handle", isList: false },
    books: { ref: "#/relationship/mongodb-atlas/library/books", foreignKey: "_id", isList: true }
  }
}

export const taxa: Collection = {
  collection: "taxa",
  jsonSchema: { properties: { _id: scalar("int"), adminData: { properties: { note: scalar("string") } } } },
  relationships: {}
}
