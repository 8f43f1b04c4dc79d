import ts from "typescript";

/**
 * One member of an interface, with the members it has itself.
 * @typedef {object} Member
 * @property {string} name
 * @property {boolean} isOptional
 * @property {string} type as it is written, without `undefined`
 * @property {string} doc without AWS's member
 * @property {string | undefined} awsOperation where the documentation names one
 * @property {string | undefined} awsMember
 * @property {readonly Member[]} members
 */

/**
 * @typedef {{ doc: string, members: readonly Member[] }} Interface
 * @typedef {Map<string, Interface>} Interfaces
 */

/**
 * The interfaces of TypeScript sources, by name, with the members they inherit last.
 * @param {readonly string[]} texts
 * @returns {Interfaces}
 */
export function interfacesIn(texts) {
  const files = texts.map((text, i) =>
    ts.createSourceFile(`${i}.ts`, text, ts.ScriptTarget.ES2022, true),
  );
  const declared = files.flatMap((file) => file.statements.filter(ts.isInterfaceDeclaration));
  const byName = new Map(declared.map((node) => [node.name.text, node]));
  return new Map(
    declared.map((node) => [node.name.text, { doc: docOf(node), members: all(node, byName) }]),
  );
}

/** @typedef {Map<string, ts.InterfaceDeclaration>} Declared */

/**
 * @param {ts.InterfaceDeclaration} node
 * @param {Declared} byName
 * @returns {Member[]}
 */
function all(node, byName) {
  const bases = (node.heritageClauses ?? []).flatMap(({ types }) => types);
  const inherited = bases.flatMap(({ expression }) => {
    const base = byName.get(expression.getText());
    return base ? all(base, byName) : [];
  });
  return [...membersOf(node.members, byName), ...inherited];
}

/**
 * @param {Iterable<ts.TypeElement>} nodes
 * @param {Declared} byName
 * @returns {Member[]}
 */
function membersOf(nodes, byName) {
  return [...nodes].filter(ts.isPropertySignature).map((node) => {
    const { doc, operation, member } = sourced(docOf(node));
    return {
      name: node.name.getText(),
      isOptional: node.questionToken !== undefined,
      type: (node.type?.getText() ?? "unknown").replace(/\s+/g, " ").replace(/ \| undefined$/, ""),
      doc,
      awsOperation: operation,
      awsMember: member,
      members: node.type ? within(node.type, byName) : [],
    };
  });
}

/**
 * @param {ts.TypeNode} type
 * @param {Declared} byName
 * @returns {readonly Member[]}
 */
function within(type, byName) {
  if (ts.isArrayTypeNode(type)) return within(type.elementType, byName);
  if (ts.isTypeLiteralNode(type)) return membersOf(type.members, byName);
  if (ts.isUnionTypeNode(type)) return type.types.flatMap((one) => within(one, byName));
  const named = ts.isTypeReferenceNode(type) ? byName.get(type.typeName.getText()) : undefined;
  return named ? all(named, byName) : [];
}

/**
 * The documentation of a member says in brackets which of AWS's it is: (ExportImage `ImageId`).
 * @param {string} doc
 */
function sourced(doc) {
  const [found, operation, member] = doc.match(/ ?\((?:([A-Z]\w+) )?`([\w.]+)`\)/) ?? [];
  const text = found === undefined ? doc : doc.replace(found, "").replace(/…\./, "…");
  return { doc: text, operation, member };
}

/** @param {ts.Node} node */
function docOf(node) {
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)?.comment;
  return (ts.getTextOfJSDocComment(comment) ?? "").replace(/\s+/g, " ");
}
