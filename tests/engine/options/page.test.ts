import { holdAgainstPage } from "../../support/lifecycleDoc";

holdAgainstPage("engine", __dirname);
