import { holdAgainstPage } from "../../support/lifecycleDoc";

holdAgainstPage("emulator", __dirname);
